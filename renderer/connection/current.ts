// The platform this window runs on, chosen once.
import { browserPlatform } from './browser.ts';
import type { Platform } from './platform.ts';

export const platform: Platform = browserPlatform(new URL(location.href));
