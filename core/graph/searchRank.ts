// How well a text matches what was typed.
export interface RankedMatch {
  /** 0 the whole text, 1 its beginning, 2 the beginning of a word, 3 anywhere, 4 to 7 the same for words apart. */
  readonly rank: number;
  readonly match: readonly [start: number, end: number];
}

/** What was typed, in small letters, and its words where there are several. */
export interface Query {
  readonly text: string;
  readonly words: readonly string[];
}

export function queryOf(typed: string): Query {
  const text = typed.trim().toLowerCase();
  const words = text.split(/\s+/);
  return { text, words: words.length > 1 ? words : [] };
}

/**
 * @param label the text as it is shown: its capitals tell where words begin (`LayerNormalization`)
 * @param text the label in small letters
 * @returns undefined where the label does not match; words of the query may stand in any order
 */
export function rankMatch(label: string, text: string, query: Query): RankedMatch | undefined {
  const at = text.indexOf(query.text);
  if (at >= 0) return rankAt(label, text, query.text, at);
  const [first] = query.words;
  if (first === undefined || !query.words.every((word) => text.includes(word))) return undefined;
  const { rank, match } = rankAt(label, text, first, text.indexOf(first));
  return { rank: rank + 4, match };
}

function rankAt(label: string, text: string, query: string, first: number): RankedMatch {
  if (text.length === query.length) return { rank: 0, match: [0, text.length] };
  if (first === 0) return { rank: 1, match: [0, query.length] };
  for (let at = first; at >= 0; at = text.indexOf(query, at + 1)) {
    if (isWordStart(label, at)) return { rank: 2, match: [at, at + query.length] };
  }
  return { rank: 3, match: [first, first + query.length] };
}

/** After a sign, at a capital after a small letter, and where letters and digits meet. */
function isWordStart(label: string, at: number): boolean {
  const [before, here] = [kindOf(label.charCodeAt(at - 1)), kindOf(label.charCodeAt(at))];
  if (before === 'sign') return true;
  return (before === 'digit') !== (here === 'digit') || (before === 'small' && here === 'capital');
}

function kindOf(code: number): 'small' | 'capital' | 'digit' | 'sign' {
  if (code >= 48 && code <= 57) return 'digit';
  if (code >= 65 && code <= 90) return 'capital';
  return (code >= 97 && code <= 122) || code > 127 ? 'small' : 'sign';
}
