// The graph's own commands, shown with the window's while the graph is in front.
import type { Command } from './commands.ts';

export function graphCommands(): readonly Command[] {
  return [];
}
