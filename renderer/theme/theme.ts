// Light or dark: the system's choice until the user makes one.
import { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import { recall, remember } from '#renderer/store/remembered.ts';

const choiceSchema = z.enum(['system', 'light', 'dark']);
export type ThemeChoice = z.infer<typeof choiceSchema>;
export type Theme = 'light' | 'dark';

export interface ThemeSlice {
  readonly choice: ThemeChoice;
  /** What is shown. */
  readonly theme: Theme;
}

const system = () => globalThis.matchMedia?.('(prefers-color-scheme: dark)');
const shown = (choice: ThemeChoice): Theme => (choice === 'system' ? (system()?.matches ? 'dark' : 'light') : choice);

export const themeStore = createStore<ThemeSlice>(() => {
  const choice = recall('theme', choiceSchema, 'system');
  return { choice, theme: shown(choice) };
});

export function chooseTheme(choice: ThemeChoice): void {
  remember('theme', choice);
  themeStore.setState({ choice, theme: shown(choice) });
}

/** Light ↔ dark, from what is shown now. */
export function toggleTheme(): void {
  chooseTheme(themeStore.getState().theme === 'dark' ? 'light' : 'dark');
}

/** Writes the theme on the document's root and follows the system. Called once, before the first paint. */
export function startTheme(root: HTMLElement): void {
  const write = () => {
    root.dataset.theme = themeStore.getState().theme;
  };
  write();
  themeStore.subscribe(write);
  system()?.addEventListener('change', () => {
    const { choice } = themeStore.getState();
    themeStore.setState({ theme: shown(choice) });
  });
}
