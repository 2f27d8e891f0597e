// Draws an engine's layers as boxes with their kinds and times.
import type { ReportedLayer } from '#core/fusion/engine/engineReport.ts';
import type { HeatMode } from '#core/fusion/engine/heat.ts';
import { latency } from '#renderer/format/format.ts';
import type { EnginePicture } from '#renderer/graph/engineReading.ts';
import { heatColour } from '#renderer/graph/heat.ts';
import { worksColour } from './colours.ts';

/** A point (x, y) of the graph is drawn at (x · zoom + this.x, y · zoom + this.y) of the view. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface EngineDrawing {
  readonly picture: EnginePicture;
  readonly layers: readonly ReportedLayer[];
  readonly camera: Camera;
  readonly dots: number;
  readonly size: { readonly width: number; readonly height: number };
  readonly selected: number | null;
  readonly colours: EngineColours;
  readonly heat: HeatMode | null;
}

export interface EngineColours {
  readonly of: (name: string) => string;
  readonly edge: string;
  readonly text: string;
  readonly quiet: string;
  readonly lit: string;
  readonly box: string;
  readonly line: string;
  readonly font: string;
}

export function engineColours(element: Element): EngineColours {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    of,
    edge: of('edge'),
    text: of('on-family'),
    quiet: of('text'),
    lit: of('warning'),
    box: of('surface-1'),
    line: of('line-strong'),
    font: of('font-ui'),
  };
}

/** Words smaller than this cannot be read. */
const leastText = 6;

export function drawEngine(context: CanvasRenderingContext2D, drawing: EngineDrawing): void {
  const { picture, camera, dots, size, colours } = drawing;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.setTransform(dots * camera.zoom, 0, 0, dots * camera.zoom, dots * camera.x, dots * camera.y);
  const [top, bottom] = [-camera.y / camera.zoom, (size.height - camera.y) / camera.zoom];
  drawEdges(context, drawing, top, bottom);
  const figure = figureOf(drawing.heat);
  const most = Math.max(0, ...drawing.layers.map((layer) => figure(layer) ?? 0));
  context.textBaseline = 'middle';
  for (const [box, at] of picture.layers.entries()) {
    const y = picture.y[box] ?? 0;
    const layer = drawing.layers[at];
    if (layer && y < bottom && y + (picture.heights[box] ?? 0) > top) drawBox(context, drawing, box, layer, most);
  }
  context.fillStyle = colours.quiet;
}

/** What a layer is coloured by: its traffic where the graph is, else its time. */
function figureOf(heat: HeatMode | null): (layer: ReportedLayer) => number | null {
  return heat === 'traffic' ? ({ bytes }) => bytes : ({ ms }) => ms;
}

function drawEdges(
  context: CanvasRenderingContext2D,
  { picture, camera, colours }: EngineDrawing,
  top: number,
  bottom: number,
): void {
  const { pointStarts, points } = picture;
  context.strokeStyle = colours.edge;
  context.lineWidth = Math.max(1, 0.7 / camera.zoom);
  context.beginPath();
  for (let edge = 0; edge < picture.from.length; edge++) {
    const [start = 0, end = 0] = [pointStarts[edge], pointStarts[edge + 1]];
    const [first = 0, last = 0] = [points[2 * start + 1], points[2 * end - 1]];
    if (Math.max(first, last) < top || Math.min(first, last) > bottom) continue;
    context.moveTo(points[2 * start] ?? 0, first);
    for (let point = start + 1; point < end; point++)
      context.lineTo(points[2 * point] ?? 0, points[2 * point + 1] ?? 0);
  }
  context.stroke();
}

function drawBox(
  context: CanvasRenderingContext2D,
  { picture, camera, selected, colours, heat }: EngineDrawing,
  box: number,
  layer: ReportedLayer,
  most: number,
): void {
  const [x = 0, y = 0, width = 0, height = 0] = [
    picture.x[box],
    picture.y[box],
    picture.widths[box],
    picture.heights[box],
  ];
  const plain = layer.role !== 'compute';
  const value = heat === 'precision' ? null : figureOf(heat)(layer);
  context.beginPath();
  context.roundRect(x, y, width, height, 6);
  context.fillStyle = plain
    ? colours.box
    : colours.of(value !== null && most > 0 ? heatColour(value / most) : worksColour(layer.precision));
  context.fill();
  context.lineWidth = layer.index === selected ? 3.5 / Math.min(1, camera.zoom) : 1;
  context.strokeStyle = layer.index === selected ? colours.lit : colours.line;
  if (plain || layer.index === selected) context.stroke();
  if (12 * camera.zoom < leastText) return;
  context.fillStyle = plain ? colours.quiet : colours.text;
  context.font = `600 12px ${colours.font}`;
  context.textAlign = 'left';
  context.fillText(layer.kind || layer.name, x + 9, y + 12, width - 18);
  context.font = `10.5px ${colours.font}`;
  const words = [layer.precision, layer.ms === null ? '' : latency(layer.ms)].filter(Boolean).join(' · ');
  context.fillText(words, x + 9, y + 25, width - 18);
}
