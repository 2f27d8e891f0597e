// The rows of a layout that belong to one folded group alone, and where every height goes when each becomes one card.
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
}

const nobody = -2;
const several = -1;

/** From the top down; undefined where a group shares a row with other nodes. */
export function findBands(
  { heights, y, ranks }: Layout & Pick<LayoutInput, 'heights'>,
  { input, ofNode, wholeNode }: Contraction,
): readonly Band[] | undefined {
  const rows = ranks.reduce((most, rank) => Math.max(most, rank + 1), 0);
  const owners = new Int32Array(rows).fill(nobody);
  const tops = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const bottoms = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
  const first = new Int32Array(wholeNode.length).fill(rows);
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
  const groups = [...wholeNode.keys()].filter((node) => wholeNode[node] === -1);
  groups.sort((a, b) => (first[a] as number) - (first[b] as number));
  const bands: Band[] = [];
  let moved = 0;
  for (const group of groups) {
    const [firstRow, lastRow] = [first[group] as number, last[group] as number];
    for (let row = firstRow; row <= lastRow; row++) {
      if (owners[row] !== group && owners[row] !== nobody) return undefined;
    }
    const [top, bottom] = [tops[firstRow] as number, bottoms[lastRow] as number];
    const newTop = top + moved;
    const newBottom = newTop + (input.heights[group] as number);
    moved = newBottom - bottom;
    let [above, below] = [firstRow - 1, lastRow + 1];
    while (above >= 0 && owners[above] === nobody) above--;
    while (below < rows && owners[below] === nobody) below++;
    const before = above < 0 ? top : (bottoms[above] as number);
    const after = below >= rows ? bottom : (tops[below] as number);
    bands.push({ group, firstRow, lastRow, top, bottom, before, after, newTop, newBottom });
  }
  return bands;
}

/** The new height of a height in the whole layout; quick where calls are about heights near each other. */
export function heightMap(bands: readonly Band[]): (y: number) => number {
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
