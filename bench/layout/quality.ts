// What can be counted about a drawing: how often its lines cross, and how long they are together.

/** The lines of edge e are the pairs of `points` from `pointStarts[e]` up to `pointStarts[e + 1]`. */
export interface Drawing {
  readonly pointStarts: Int32Array;
  readonly points: Float32Array;
}

/** Pixels of all lines as drawn, every bend included. */
export function totalLength({ pointStarts, points }: Drawing): number {
  let length = 0;
  for (let edge = 0; edge + 1 < pointStarts.length; edge++) {
    for (let point = (pointStarts[edge] as number) + 1; point < (pointStarts[edge + 1] as number); point++) {
      const dx = (points[2 * point] as number) - (points[2 * point - 2] as number);
      const dy = (points[2 * point + 1] as number) - (points[2 * point - 1] as number);
      length += Math.hypot(dx, dy);
    }
  }
  return length;
}

/**
 * Pairs of pieces of two different edges that cross in a point inside both. Lines that touch, or run on one another
 * where they leave one port, do not cross. All pieces are compared whose heights overlap.
 */
export function countCrossings({ pointStarts, points }: Drawing): number {
  const pieces: { edge: number; x1: number; y1: number; x2: number; y2: number }[] = [];
  for (let edge = 0; edge + 1 < pointStarts.length; edge++) {
    for (let point = (pointStarts[edge] as number) + 1; point < (pointStarts[edge + 1] as number); point++) {
      const [x1, y1, x2, y2] = points.subarray(2 * point - 2, 2 * point + 2) as unknown as number[];
      if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined) continue;
      pieces.push(y1 <= y2 ? { edge, x1, y1, x2, y2 } : { edge, x1: x2, y1: y2, x2: x1, y2: y1 });
    }
  }
  pieces.sort((a, b) => a.y1 - b.y1);
  let crossings = 0;
  let open: typeof pieces = [];
  for (const piece of pieces) {
    open = open.filter(({ y2 }) => y2 >= piece.y1);
    for (const other of open) if (other.edge !== piece.edge && doCross(piece, other)) crossings++;
    open.push(piece);
  }
  return crossings;
}

interface Piece {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Rounding of single-precision coordinates is no crossing. */
const tolerance = 1e-2;

function doCross(a: Piece, b: Piece): boolean {
  return apart(a, b.x1, b.y1, b.x2, b.y2) && apart(b, a.x1, a.y1, a.x2, a.y2);
}

/** Whether two points lie on different sides of a line. */
function apart({ x1, y1, x2, y2 }: Piece, px: number, py: number, qx: number, qy: number): boolean {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const p = ((x2 - x1) * (py - y1) - (y2 - y1) * (px - x1)) / length;
  const q = ((x2 - x1) * (qy - y1) - (y2 - y1) * (qx - x1)) / length;
  return (p > tolerance && q < -tolerance) || (p < -tolerance && q > tolerance);
}
