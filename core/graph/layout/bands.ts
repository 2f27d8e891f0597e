// The rows of a layout in which the card of a folded group will stand, and where every height goes then.
import type { Layout, LayoutInput } from './geometry.ts';

/** A graph in which groups of nodes of another, the whole one, are one node each. */
export interface Contraction {
  readonly input: LayoutInput;
  /** For each node of the whole graph the one that stands for it. */
  readonly ofNode: Int32Array;
  /** For each node the same one of the whole graph; -1 for a group. */
  readonly wholeNode: Int32Array;
  /** For each edge the one of the whole graph that it is, or the first of those. */
  readonly wholeEdge: Int32Array;
}

export interface Band {
  readonly group: number;
  readonly firstRow: number;
  readonly lastRow: number;
  /** Heights in the whole layout: of its rows, and where the rows before and after it end and begin. */
  readonly top: number;
  readonly bottom: number;
  readonly before: number;
  readonly after: number;
  /** Where its card is. */
  readonly newTop: number;
  readonly newBottom: number;
  /** How far down edges leave the card upright. */
  readonly newFoot: number;
  /** Whether other nodes stand beside it: then its rows stay, and nothing closes up. */
  readonly isBeside: boolean;
  /** Whether nodes of the group stand in other rows too, or others in its own. */
  readonly isPart: boolean;
}

const nobody = -2;
const several = -1;

interface Rows {
  /** The group that has a row to itself, or `nobody` or `several`. */
  readonly owners: Int32Array;
  readonly tops: Float64Array;
  readonly bottoms: Float64Array;
}

/** From the top down; undefined where a group has no row for its card, or not room enough beside others. */
export function findBands(whole: Layout & LayoutInput, contraction: Contraction): readonly Band[] | undefined {
  const { input, wholeNode } = contraction;
  const { rows, first, last } = rowsOf(whole, contraction);
  const { owners, tops, bottoms } = rows;
  const spans = spansOf(whole, contraction, first, last);
  const groups = [...wholeNode.keys()].filter((node) => wholeNode[node] === -1);
  const wanted: Pick<Band, 'group' | 'firstRow' | 'lastRow' | 'isBeside' | 'isPart'>[] = [];
  for (const group of groups) {
    const [from, to] = [spans.first[group] as number, spans.last[group] as number];
    if (from > to) return undefined;
    const own = longestRun(owners, group, from, to);
    const [firstRow, lastRow] = own ?? [from, to];
    const isPart = own === undefined || firstRow !== first[group] || lastRow !== last[group];
    wanted.push({ group, firstRow, lastRow, isBeside: own === undefined, isPart });
  }
  wanted.sort((a, b) => a.firstRow - b.firstRow || a.group - b.group);
  const near = (row: number, step: 1 | -1) => {
    let at = row + step;
    while (at >= 0 && at < owners.length && owners[at] === nobody) at += step;
    return at >= 0 && at < owners.length ? at : undefined;
  };
  const bands: Band[] = [];
  let moved = 0;
  for (const { group, firstRow, lastRow, isBeside, isPart } of wanted) {
    const [top, bottom] = [tops[firstRow] as number, bottoms[lastRow] as number];
    const [above, below] = [near(firstRow, -1), near(lastRow, 1)];
    const before = above === undefined ? top : (bottoms[above] as number);
    const after = below === undefined ? bottom : (tops[below] as number);
    const height = input.heights[group] as number;
    const newTop = top + moved;
    const newBottom = newTop + height;
    if (isBeside && newBottom > bottom + moved) return undefined;
    // Rows that close up beside a card would take its room.
    const closing = bands.at(-1);
    if (closing && closing.lastRow >= firstRow && closing.isBeside !== isBeside) return undefined;
    if (!isBeside) moved = newBottom - bottom;
    const newFoot = isBeside ? bottom + moved : newBottom;
    bands.push({ group, firstRow, lastRow, top, bottom, before, after, newTop, newBottom, newFoot, isBeside, isPart });
  }
  return bands;
}
function rowsOf({ heights, y, ranks }: Layout & LayoutInput, { ofNode, wholeNode }: Contraction) {
  const count = ranks.reduce((most, rank) => Math.max(most, rank + 1), 0);
  const owners = new Int32Array(count).fill(nobody);
  const tops = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const bottoms = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  const first = new Int32Array(wholeNode.length).fill(count);
  const last = new Int32Array(wholeNode.length).fill(-1);
  for (let node = 0; node < ofNode.length; node++) {
    const row = ranks[node] as number;
    const of = ofNode[node] as number;
    const owner = wholeNode[of] === -1 ? of : several;
    owners[row] = owners[row] === nobody || owners[row] === owner ? owner : several;
    tops[row] = Math.min(tops[row] as number, y[node] as number);
    bottoms[row] = Math.max(bottoms[row] as number, (y[node] as number) + (heights[node] as number));
    first[of] = Math.min(first[of] as number, row);
    last[of] = Math.max(last[of] as number, row);
  }
  return { rows: { owners, tops, bottoms } satisfies Rows, first, last };
}

/** The rows of each group that are below all it reads and above all that reads it. */
function spansOf(
  { from, to, ranks }: Layout & LayoutInput,
  { ofNode }: Contraction,
  firsts: Int32Array,
  lasts: Int32Array,
): { readonly first: Int32Array; readonly last: Int32Array } {
  const [first, last] = [firsts.slice(), lasts.slice()];
  for (let edge = 0; edge < from.length; edge++) {
    const [a, b] = [ofNode[from[edge] as number] as number, ofNode[to[edge] as number] as number];
    if (a === b) continue;
    first[b] = Math.max(first[b] as number, (ranks[from[edge] as number] as number) + 1);
    last[a] = Math.min(last[a] as number, (ranks[to[edge] as number] as number) - 1);
  }
  return { first, last };
}

/** The most rows in a stretch that a group has to itself. */
function longestRun(
  owners: Int32Array,
  group: number,
  first: number,
  last: number,
): readonly [number, number] | undefined {
  let best: readonly [number, number] | undefined;
  let start = -1;
  for (let row = first; row <= last + 1; row++) {
    const own = row <= last && (owners[row] === group || (owners[row] === nobody && start !== -1));
    if (own && start === -1) start = row;
    if (own || start === -1) continue;
    if (!best || row - start > best[1] - best[0] + 1) best = [start, row - 1];
    start = -1;
  }
  return best;
}

/** The new height of a height in the whole layout; quick where calls are about heights near each other. */
export function heightMap(all: readonly Band[]): (y: number) => number {
  const bands = all.filter(({ isBeside }) => !isBeside);
  let at = 0;
  return (y) => {
    while (at > 0 && y < (bands[at - 1] as Band).bottom) at--;
    while (at < bands.length && y >= (bands[at] as Band).bottom) at++;
    const band = bands[at];
    if (band && y > band.top) {
      const share = (y - band.top) / (band.bottom - band.top);
      return band.newTop + share * (band.newBottom - band.newTop);
    }
    const above = bands[at - 1];
    return above ? y + above.newBottom - above.bottom : y;
  };
}
