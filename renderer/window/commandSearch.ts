// Finds commands by what was typed: every word must begin a word of the title, or all letters occur in order.
import type { Command } from './command.ts';

/** Best first; all, in their own order, where nothing was typed. */
export function searchCommands(commands: readonly Command[], typed: string): readonly Command[] {
  const query = typed.trim().toLowerCase();
  if (query === '') return commands;
  return commands
    .map((command, index) => ({ command, index, score: score(command, query) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
    .map(({ command }) => command);
}

function score({ title, group, also }: Command, query: string): number {
  const text = title.toLowerCase();
  if (text.startsWith(query)) return 4;
  const words = `${text} ${group.toLowerCase()} ${also ?? ''}`.split(/[\s/._-]+/);
  if (query.split(/\s+/).every((part) => words.some((word) => word.startsWith(part)))) return 3;
  if (text.includes(query)) return 2;
  let at = 0;
  for (const letter of query.replaceAll(' ', '')) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return 0;
  }
  return 1;
}
