// The platform this window runs on, chosen once.
import { browserPlatform } from './browser.ts';
import { desktopPlatform } from './desktop.ts';
import type { Platform } from './platform.ts';

/** The address as it was when the window opened: its token is taken out of the address bar afterwards. */
export const pageAddress = new URL(location.href);

export const platform: Platform = window.lathe ? desktopPlatform(window.lathe) : browserPlatform(pageAddress);
