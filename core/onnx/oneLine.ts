// Names and shapes out of a file as they may stand in a sentence: a damaged file can have anything in them.

/** Control characters, line ends and those that turn the direction of writing, replaced. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** The beginning of a long text. */
export function beginningOf(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** "[64, 3, 7, 7]"; of a shape of too many dimensions the first eight. */
export function shownShape(dims: readonly number[]): string {
  return `[${dims.slice(0, 8).join(', ')}${dims.length > 8 ? ', …' : ''}]`;
}
