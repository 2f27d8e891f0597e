// Draws what the camera sees of a graph as plain shapes; what is smaller than a pixel is drawn once, not thousandfold.
import { viewedArea } from './camera.ts';
import { drawFarHulls } from './drawFarHulls.ts';
import { drawEdge } from './edgePath.ts';
import type { FarPicture } from './farPicture.ts';
import { noHeat } from './heat.ts';
import { isPortKind, itemKinds } from './scene.ts';
import { thinned } from './thinned.ts';

/** In pixels of the view. */
const smallestText = 6.5;
const largestText = 12;
const leastSide = 1.6;
const shortestEdge = 2.5;
const mostCurves = 3_000;
/** Of more edges or items that stand out, a part is drawn. */
const mostStrong = 2_000;

export function drawFar(context: CanvasRenderingContext2D, picture: FarPicture): void {
  const { map, camera, dots } = picture;
  const { zoom } = camera;
  context.setTransform(dots * zoom, 0, 0, dots * zoom, dots * camera.x, dots * camera.y);
  const area = viewedArea(camera, 0.02);
  const items = map.window.nodesIn(area);
  drawFarHulls(context, picture, items);
  drawLines(context, picture, map.window.edgesIn(area));
  drawBoxes(context, picture, items);
}

function drawLines(context: CanvasRenderingContext2D, { map, camera, colours }: FarPicture, edges: Int32Array) {
  const { scene } = map;
  const least = shortestEdge / camera.zoom;
  const curved = edges.length <= mostCurves;
  context.strokeStyle = colours.edge;
  context.lineWidth = Math.max(1.3, 0.8 / camera.zoom);
  context.globalAlpha = Math.min(1, 0.6 + camera.zoom * 2);
  context.beginPath();
  for (const edge of edges) {
    const start = scene.pointStarts[edge] ?? 0;
    const end = (scene.pointStarts[edge + 1] ?? 0) - 1;
    const [x1 = 0, y1 = 0] = [scene.points[2 * start], scene.points[2 * start + 1]];
    const [x2 = 0, y2 = 0] = [scene.points[2 * end], scene.points[2 * end + 1]];
    if (Math.abs(y2 - y1) < least && Math.abs(x2 - x1) < least) continue;
    if (curved) drawEdge(scene, edge, context);
    else {
      context.moveTo(x1, y1);
      for (let point = start + 1; point <= end; point++) {
        context.lineTo(scene.points[2 * point] ?? 0, scene.points[2 * point + 1] ?? 0);
      }
    }
  }
  context.stroke();
  context.globalAlpha = 1;
}

function drawBoxes(context: CanvasRenderingContext2D, picture: FarPicture, items: Int32Array) {
  const { map, camera, colours, fusion, heat } = picture;
  const { scene } = map;
  const { zoom } = camera;
  const least = leastSide / zoom;
  const columns = Math.ceil(camera.width) + 4;
  const taken = new Uint8Array(columns * (Math.ceil(camera.height) + 4));
  const groups = new Map<string, number[]>();
  for (const item of items) {
    const [x = 0, y = 0, height = 0] = [scene.x[item], scene.y[item], scene.heights[item]];
    if (height * zoom < 1) {
      const cell = Math.round(y * zoom + camera.y + 1) * columns + Math.round(x * zoom + camera.x + 1);
      if (taken[cell]) continue;
      taken[cell] = 1;
    }
    const isPort = isPortKind(itemKinds[scene.kinds[item] ?? 0] ?? 'operator');
    const family = colours.families[scene.families[item] ?? 0] ?? colours.port;
    const own = heat ? colours.heat(heat.get(item)?.colour ?? noHeat) : family;
    const colour = isPort ? colours.port : own;
    const list = groups.get(colour);
    if (list) list.push(item);
    else groups.set(colour, [item]);
  }
  for (const [colour, members] of groups) {
    context.fillStyle = colour;
    context.beginPath();
    for (const item of members) {
      const [x = 0, y = 0] = [scene.x[item], scene.y[item]];
      const width = Math.max(least, scene.widths[item] ?? 0);
      const height = Math.max(least, scene.heights[item] ?? 0);
      if (zoom > 0.12) context.roundRect(x, y, width, height, 6);
      else context.rect(x, y, width, height);
    }
    context.fill();
  }
  drawTitles(context, picture, items);
  if (!fusion.view) return;
  context.fillStyle = colours.ground;
  context.globalAlpha = 0.6;
  for (const item of fusion.view.removedOf.keys()) {
    context.fillRect(scene.x[item] ?? 0, scene.y[item] ?? 0, scene.widths[item] ?? 0, scene.heights[item] ?? 0);
  }
  context.globalAlpha = 1;
}

function drawTitles(context: CanvasRenderingContext2D, { map, camera, colours }: FarPicture, items: Int32Array) {
  const { scene } = map;
  const { zoom } = camera;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const item of items) {
    const [x = 0, y = 0, width = 0, height = 0] = [
      scene.x[item],
      scene.y[item],
      scene.widths[item],
      scene.heights[item],
    ];
    const title = scene.titles[scene.titleOf[item] ?? 0] ?? '';
    const size = Math.min(largestText, height * zoom * 0.7, (width * zoom * 1.4) / Math.max(4, title.length));
    if (size < smallestText) continue;
    context.font = `600 ${size / zoom}px ${colours.font}`;
    context.fillStyle = isPortKind(itemKinds[scene.kinds[item] ?? 0] ?? 'operator')
      ? colours.portText
      : colours.onFamily;
    context.fillText(title, x + width / 2, y + height / 2);
  }
}

/** What stands out, over the picture. */
export function drawEmphasis(context: CanvasRenderingContext2D, picture: FarPicture): void {
  const { map, camera, dots, colours, highlight } = picture;
  const { scene } = map;
  const { x: left, y: top, zoom } = camera;
  context.setTransform(dots * zoom, 0, 0, dots * zoom, dots * left, dots * top);
  context.strokeStyle = colours.accent;
  context.lineWidth = Math.max(2, 1.6 / camera.zoom);
  context.beginPath();
  for (const edge of thinned([...highlight.edges.keys()], mostStrong)) drawEdge(scene, edge, context);
  context.stroke();
  const some = new Set(thinned([...highlight.items.keys()], mostStrong));
  for (const [item, emphasis] of highlight.items) {
    if (emphasis !== 'selected' && !some.has(item)) continue;
    const grow = (emphasis === 'selected' ? 4 : 1.5) / camera.zoom;
    context.strokeStyle = emphasis === 'lit' ? colours.lit : colours.accent;
    context.lineWidth = (emphasis === 'selected' || emphasis === 'lit' ? 3 : 1.5) / camera.zoom;
    const [x = 0, y = 0] = [scene.x[item], scene.y[item]];
    context.strokeRect(x - grow, y - grow, (scene.widths[item] ?? 0) + 2 * grow, (scene.heights[item] ?? 0) + 2 * grow);
  }
}
