// The line of an edge: straight down through a layer, a smooth curve between layers.
import type { Scene } from './scene.ts';

/** What draws: a canvas, or the writer of an SVG path. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
}

type Lines = Pick<Scene, 'pointStarts' | 'points'>;

/** Curves leave and arrive upright, so that they stay within the gap between two layers. */
export function drawEdge({ pointStarts, points }: Lines, edge: number, pen: Pen): void {
  const start = pointStarts[edge] ?? 0;
  const end = pointStarts[edge + 1] ?? 0;
  let x = points[2 * start] ?? 0;
  let y = points[2 * start + 1] ?? 0;
  pen.moveTo(x, y);
  for (let point = start + 1; point < end; point++) {
    const nextX = points[2 * point] ?? 0;
    const nextY = points[2 * point + 1] ?? 0;
    if (nextX === x || nextY === y) pen.lineTo(nextX, nextY);
    else {
      const bend = (nextY - y) / 2;
      pen.bezierCurveTo(x, y + bend, nextX, nextY - bend, nextX, nextY);
    }
    x = nextX;
    y = nextY;
  }
}

export function edgePath(lines: Lines, edge: number): string {
  const parts: string[] = [];
  const n = (value: number) => Math.round(value * 10) / 10;
  drawEdge(lines, edge, {
    moveTo: (x, y) => parts.push(`M${n(x)} ${n(y)}`),
    lineTo: (x, y) => parts.push(`L${n(x)} ${n(y)}`),
    bezierCurveTo: (x1, y1, x2, y2, x, y) => parts.push(`C${n(x1)} ${n(y1)} ${n(x2)} ${n(y2)} ${n(x)} ${n(y)}`),
  });
  return parts.join('');
}

/** The head of an arrow where the edge ends. */
export function arrowPath({ pointStarts, points }: Lines, edge: number): string {
  const last = (pointStarts[edge + 1] ?? 1) - 1;
  const x = points[2 * last] ?? 0;
  const y = points[2 * last + 1] ?? 0;
  const up = (points[2 * last - 1] ?? 0) > y ? 1 : -1;
  return `M${x - 3.5} ${y + up * 7}L${x} ${y}L${x + 3.5} ${y + up * 7}Z`;
}
