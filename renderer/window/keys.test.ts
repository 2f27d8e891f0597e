import { describe, expect, it } from 'vitest';
import { type KeyPress, matches, shortcutText } from './keys.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('a shortcut', () => {
  it('means Ctrl, or ⌘ on a Mac', () => {
    expect(matches(press('k', { ctrlKey: true }), 'Mod+K', false)).toBe(true);
    expect(matches(press('k', { metaKey: true }), 'Mod+K', true)).toBe(true);
    expect(matches(press('k', { ctrlKey: true }), 'Mod+K', true)).toBe(false);
    expect(matches(press('k', { ctrlKey: true, metaKey: true }), 'Mod+K', false)).toBe(false);
  });
  it('does not fire with keys held that it does not name', () => {
    expect(matches(press('1'), '1', false)).toBe(true);
    expect(matches(press('1', { ctrlKey: true }), '1', false)).toBe(false);
    expect(matches(press('1', { altKey: true }), '1', false)).toBe(false);
    expect(matches(press('K', { ctrlKey: true, shiftKey: true }), 'Mod+K', false)).toBe(false);
  });
  it('takes a sign however the keyboard makes it', () => {
    expect(matches(press('?', { shiftKey: true }), '?', false)).toBe(true);
    expect(matches(press('?'), '?', false)).toBe(true);
  });
  it('is shown as the system writes it', () => {
    expect(shortcutText('Mod+K', false)).toBe('Ctrl+K');
    expect(shortcutText('Mod+Shift+K', true)).toBe('⌘⇧K');
  });
});
