// Keyboard shortcuts: written as `Mod+K`, where Mod is ⌘ on a Mac and Ctrl elsewhere.

export const isMac = /mac/i.test(globalThis.navigator?.platform ?? '');

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Whether a key press is the shortcut. A character such as `?` counts however it is typed. */
export function matches(press: KeyPress, shortcut: string, mac = isMac): boolean {
  const parts = shortcut.split('+');
  const key = parts.at(-1) ?? '';
  const mod = parts.includes('Mod');
  const wanted = mac ? press.metaKey : press.ctrlKey;
  const other = mac ? press.ctrlKey : press.metaKey;
  if (wanted !== mod || other || press.altKey) return false;
  const letter = /^[a-z0-9]$/i.test(key);
  if ((letter || key.length > 1) && press.shiftKey !== parts.includes('Shift')) return false;
  return press.key.toLowerCase() === key.toLowerCase();
}

/** For people: `⌘K` or `Ctrl+K`. */
export function shortcutText(shortcut: string, mac = isMac): string {
  if (!mac) return shortcut.replace('Mod', 'Ctrl');
  return shortcut.replace('Mod+', '⌘').replace('Shift+', '⇧');
}
