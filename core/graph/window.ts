// Which nodes and edges of a laid-out graph a viewport shows, without looking at all of them.
import type { Layout } from './layout/geometry.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowIndex {
  /** The nodes whose boxes touch the rectangle, ascending. */
  nodesIn(area: Rectangle): Int32Array;
  /** The edges whose bounding boxes touch the rectangle, ascending. */
  edgesIn(area: Rectangle): Int32Array;
  /** The node under a point, or undefined. */
  nodeAt(x: number, y: number): number | undefined;
}

type Boxes = Pick<Layout, 'x' | 'y' | 'height' | 'pointStarts' | 'points'> & {
  readonly widths: Float32Array;
  readonly heights: Float32Array;
};

/** A layer is about so high, so a band holds a few layers. In pixels. */
const bandHeight = 512;
/** What spans more bands than this is looked at each time, or the longest edges would fill every band. */
const mostBands = 64;

type Query = (area: Rectangle) => Int32Array;

/**
 * Builds in time linear in nodes and points; a query looks only at the bands that it touches. With `later`, which is
 * called with work to be done when there is time, queries look at everything until then: the first few cost less so.
 */
export function indexWindow(layout: Boxes, later?: (work: () => void) => void): WindowIndex {
  const nodes = query(() => bandIndex(layout.height, nodeBounds(layout)), lookAtNodes(layout), later);
  const edges = query(() => bandIndex(layout.height, edgeBounds(layout)), lookAtEdges(layout), later);
  return {
    nodesIn: nodes,
    edgesIn: edges,
    nodeAt: (x, y) => nodes({ x, y, width: 0, height: 0 }).at(-1),
  };
}

function query(build: () => Query, look: Query, later: ((work: () => void) => void) | undefined): Query {
  let find = later ? look : build();
  later?.(() => {
    find = build();
  });
  return (area) => find(area);
}

function lookAtNodes({ x, y, widths, heights }: Boxes): Query {
  return (area) => {
    const [across, down] = [area.x + area.width, area.y + area.height];
    const found: number[] = [];
    for (let node = 0; node < x.length; node++) {
      const left = x[node] as number;
      const top = y[node] as number;
      if (top > down || Math.fround(top + (heights[node] as number)) < area.y) continue;
      if (left <= across && Math.fround(left + (widths[node] as number)) >= area.x) found.push(node);
    }
    return Int32Array.from(found);
  };
}

function lookAtEdges({ pointStarts, points }: Boxes): Query {
  return (area) => {
    const [across, down] = [area.x + area.width, area.y + area.height];
    const found: number[] = [];
    for (let edge = 0; edge + 1 < pointStarts.length; edge++) {
      let [left, top] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      let [right, bottom] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
      const end = 2 * (pointStarts[edge + 1] as number);
      for (let place = 2 * (pointStarts[edge] as number); place < end; place += 2) {
        const x = points[place] as number;
        const y = points[place + 1] as number;
        if (x < left) left = x;
        if (x > right) right = x;
        if (y < top) top = y;
        if (y > bottom) bottom = y;
      }
      if (bottom >= area.y && top <= down && right >= area.x && left <= across) found.push(edge);
    }
    return Int32Array.from(found);
  };
}

/** Left, top, right and bottom of each thing. */
type Bounds = readonly [Float32Array, Float32Array, Float32Array, Float32Array];

function nodeBounds({ x, y, widths, heights }: Boxes): Bounds {
  return [
    x,
    y,
    x.map((left, node) => left + (widths[node] as number)),
    y.map((top, node) => top + (heights[node] as number)),
  ];
}

function edgeBounds({ pointStarts, points }: Boxes): Bounds {
  const count = pointStarts.length - 1;
  const low = () => new Float32Array(count).fill(Number.POSITIVE_INFINITY);
  const high = () => new Float32Array(count).fill(Number.NEGATIVE_INFINITY);
  const [left, top, right, bottom] = [low(), low(), high(), high()];
  for (let edge = 0; edge < count; edge++) {
    for (let point = pointStarts[edge] as number; point < (pointStarts[edge + 1] as number); point++) {
      const x = points[2 * point] as number;
      const y = points[2 * point + 1] as number;
      left[edge] = Math.min(left[edge] as number, x);
      right[edge] = Math.max(right[edge] as number, x);
      top[edge] = Math.min(top[edge] as number, y);
      bottom[edge] = Math.max(bottom[edge] as number, y);
    }
  }
  return [left, top, right, bottom];
}

function bandIndex(height: number, [left, top, right, bottom]: Bounds): Query {
  const count = left.length;
  const bands = Math.max(1, Math.ceil(height / bandHeight) + 1);
  const bandOf = (y: number) => Math.min(bands - 1, Math.max(0, Math.floor(y / bandHeight)));
  const starts = new Int32Array(bands + 1);
  const long: number[] = [];
  const eachBand = (thing: number, visit: (band: number) => void) => {
    const last = bandOf(bottom[thing] as number);
    for (let band = bandOf(top[thing] as number); band <= last; band++) visit(band);
  };
  const isLong = (thing: number) => bandOf(bottom[thing] as number) - bandOf(top[thing] as number) >= mostBands;
  for (let thing = 0; thing < count; thing++) {
    if (isLong(thing)) long.push(thing);
    else eachBand(thing, (band) => (starts[band + 1] = (starts[band + 1] as number) + 1));
  }
  for (let band = 0; band < bands; band++) starts[band + 1] = (starts[band + 1] as number) + (starts[band] as number);
  const next = starts.slice();
  const members = new Int32Array(starts[bands] as number);
  for (let thing = 0; thing < count; thing++) {
    if (isLong(thing)) continue;
    eachBand(thing, (band) => {
      const place = next[band] as number;
      members[place] = thing;
      next[band] = place + 1;
    });
  }
  const seen = new Uint32Array(count);
  let stamp = 0;
  return (area) => {
    stamp++;
    const found: number[] = [];
    const look = (thing: number) => {
      if (seen[thing] === stamp) return;
      seen[thing] = stamp;
      const beside = (right[thing] as number) < area.x || (left[thing] as number) > area.x + area.width;
      const above = (bottom[thing] as number) < area.y || (top[thing] as number) > area.y + area.height;
      if (!beside && !above) found.push(thing);
    };
    const last = starts[bandOf(area.y + area.height) + 1] as number;
    for (let place = starts[bandOf(area.y)] as number; place < last; place++) look(members[place] as number);
    for (const thing of long) look(thing);
    return Int32Array.from(found).sort();
  };
}
