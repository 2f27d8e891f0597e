// A terminal for tests: keeps what is written, and is interrupted on demand.
import type { Terminal } from '../terminal.ts';

export interface TestTerminal extends Terminal {
  readonly written: { out: string; err: string };
  interrupt(): void;
}

export function aTerminal(
  seen: Partial<Pick<Terminal, 'outIsTty' | 'errIsTty' | 'colour' | 'columns'>> = {},
): TestTerminal {
  const written = { out: '', err: '' };
  const listeners = new Set<() => void>();
  return {
    outIsTty: false,
    errIsTty: false,
    colour: false,
    columns: 80,
    ...seen,
    written,
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    interrupt: () => {
      for (const listener of listeners) listener();
    },
  };
}
