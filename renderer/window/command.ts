// A command of the window.

export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: 'Window' | 'Model' | 'Build' | 'Graph';
  /** As `keys.ts` writes it; null: none. */
  readonly shortcut: string | null;
  /** Other words that find it. */
  readonly also?: string;
  run(): void;
}
