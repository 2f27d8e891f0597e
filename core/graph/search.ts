// Finding nodes, operators and tensors by what a person types.
import type { Graph } from '#core/onnx/model.ts';
import { nodeName } from './graphIndex.ts';
import { type Query, queryOf, rankMatch } from './searchRank.ts';
import { type SearchEntry, searchAsides, searchTexts } from './searchTexts.ts';
import type { ShapeTable } from './shapes/shapeTable.ts';
import { smallest } from './smallest.ts';

export interface SearchHit {
  readonly kind: 'node' | 'operator' | 'tensor';
  /** The node; for an operator the first of its nodes, for a tensor its producer, or the first that reads it. */
  readonly node: number;
  readonly label: string;
  /** The node's name where the label is another one's, the operator where it is the name; '' for operators. */
  readonly detail: string;
  /** The part of the label that matched: [start, end). [0, 0] where what matched is not in the label. */
  readonly match: readonly [start: number, end: number];
  /** What matched, where it is not the label: an attribute's name or a shape. */
  readonly through: string | undefined;
}

/** Best first: whole words, beginnings, beginnings of a word inside, any place; then the shorter, then the earlier. */
export type Search = (query: string, limit: number) => readonly SearchHit[];

// Matches beside the label come after all matches in a label.
const asidePenalty = 8;

/**
 * Builds the index of one graph, once; a search then takes time linear in the texts. Capitals do not count, and each
 * word of a query must match. Shapes are found as they are shown, such as `[1, 64, 56, 56]` or `64, 56`.
 */
export function buildSearch(
  graph: Graph,
  shapes?: ShapeTable,
  path = '',
  { entries } = searchTexts(graph),
  { asides } = searchAsides(graph, shapes, path),
): Search {
  return (query, limit) => {
    const wanted = queryOf(query);
    if (wanted.text === '' || limit <= 0) return [];
    const found = smallest(limit);
    entries.forEach(({ text, kind, label }, turn) => {
      const ranked = rankMatch(label, text, wanted);
      if (!ranked) return;
      const score = ranked.rank * 1e6 + (kind === 'operator' ? 0 : 1e5) + Math.min(text.length, 99_999);
      found.offer(score * mostTurns + turn);
    });
    const beside: (() => SearchHit)[] = [];
    for (const { text, shown, nodes } of asides) {
      const ranked = rankMatch(shown, text, wanted);
      if (!ranked) continue;
      const score = (ranked.rank + asidePenalty) * 1e6 + text.length;
      for (const node of nodes.slice(0, limit)) {
        const key = score * mostTurns + entries.length + beside.length;
        if (!found.wants(key)) break;
        found.offer(key);
        beside.push(() => hitBeside(graph, node, shown));
      }
    }
    return Array.from(found.sorted(), (key) => {
      const turn = key % mostTurns;
      const entry = entries[turn];
      return entry ? hitOf(entry, wanted) : (beside[turn - entries.length] as () => SearchHit)();
    });
  };
}

/** A score and the turn of what has it make one number, so that equal scores keep their order; exact up to 2⁵³. */
const mostTurns = 2 ** 24;

function hitOf({ kind, node, label, detail, text }: SearchEntry, wanted: Query): SearchHit {
  const match = rankMatch(label, text, wanted)?.match ?? [0, 0];
  return { kind, node, label, detail, match, through: undefined };
}

function hitBeside(graph: Graph, node: number, through: string): SearchHit {
  const found = graph.nodes[node];
  const label = found ? nodeName(found) : '';
  return { kind: 'node', node, label, detail: found?.opType ?? '', match: [0, 0], through };
}
