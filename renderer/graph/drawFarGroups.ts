// Groups from afar: boxes with names and counts over the shapes of their nodes.
import type { Camera } from './camera.ts';
import type { FarColours } from './farColours.ts';
import { groupBoxes } from './groupBoxes.ts';
import type { Grouping } from './grouping.ts';
import { type GroupLabel, groupLabels, labelSize } from './groupLabels.ts';
import type { SceneMap } from './sceneMap.ts';

const round = 4;
const margin = 4;

export interface GroupPicture {
  readonly map: SceneMap;
  readonly grouping: Grouping;
  readonly folded: ReadonlySet<number>;
  readonly camera: Camera;
  /** Device pixels of one pixel. */
  readonly dots: number;
  readonly colours: FarColours;
}

export function drawFarGroups(context: CanvasRenderingContext2D, picture: GroupPicture): void {
  const { map, camera, dots, grouping, folded } = picture;
  if (grouping.tree.count === 0) return;
  const labels = groupLabels(groupBoxes(map, grouping.tree, folded), camera);
  context.save();
  context.setTransform(dots, 0, 0, dots, 0, 0);
  context.font = `600 ${labelSize}px ${picture.colours.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const label of labels) drawBox(context, picture, label);
  for (const label of labels) drawName(context, picture, label);
  context.restore();
}

function drawBox(context: CanvasRenderingContext2D, { colours }: GroupPicture, { area }: GroupLabel): void {
  context.beginPath();
  context.roundRect(area.x - margin, area.y - margin, area.width + 2 * margin, area.height + 2 * margin, round);
  context.fillStyle = context.strokeStyle = colours.portText;
  context.globalAlpha = 0.05;
  context.fill();
  context.globalAlpha = 0.35;
  context.lineWidth = 1;
  context.stroke();
  context.globalAlpha = 1;
}

function drawName(context: CanvasRenderingContext2D, { colours }: GroupPicture, { place, text }: GroupLabel): void {
  context.beginPath();
  context.roundRect(place.x, place.y, place.width, place.height, round);
  context.fillStyle = colours.ground;
  context.globalAlpha = 0.85;
  context.fill();
  context.globalAlpha = 1;
  context.fillStyle = colours.portText;
  context.fillText(text, place.x + 6, place.y + place.height / 2);
}
