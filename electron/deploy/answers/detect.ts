// Outputs of boxes and scores as what was detected.
import type { Postprocessing } from '#core/contract/postprocessing.ts';
import { type WireTensor, writeTexts } from '#electron/deploy/protocol/wireTensor.ts';
import { numbersOf } from './numbersOf.ts';
import { type Corners, cornersOfCentre, type Detection, suppress } from './suppress.ts';

export const detectionOutputs = ['boxes', 'scores', 'classes', 'labels', 'counts'];

type Options = Extract<Postprocessing, { kind: 'detection' }>;

/**
 * `boxes` [rows, most, 4] as corners in the unit in which the model gives them, `scores`, `classes` and `labels`
 * [rows, most], and `counts` [rows]: a row with fewer than the most is filled up with zeros.
 */
export function detect(boxes: WireTensor, scores: WireTensor, options: Options): WireTensor[] {
  const [rows = 0, anchors = 0, classes = 0] = scores.shape;
  const [corners, shares] = [numbersOf(boxes), numbersOf(scores)];
  const found: Detection[][] = [];
  for (let row = 0; row < rows; row += 1) {
    const candidates: Detection[] = [];
    for (let anchor = 0; anchor < anchors; anchor += 1) {
      const place = row * anchors + anchor;
      for (let kind = 0; kind < classes; kind += 1) {
        const score = shares[place * classes + kind] as number;
        if (score < options.threshold || kind === options.background) continue;
        candidates.push({ box: boxAt(corners, place, options), score, class: kind });
      }
    }
    found.push(suppress(candidates, options.overlap, options.top));
  }
  return written(found, options.labels);
}

function boxAt(numbers: ArrayLike<number>, place: number, { format }: Options): Corners {
  const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map((side) => numbers[place * 4 + side]);
  return format === 'corners' ? [a, b, c, d] : cornersOfCentre([a, b, c, d]);
}

function written(found: readonly (readonly Detection[])[], labels: readonly string[]): WireTensor[] {
  const most = Math.max(0, ...found.map((row) => row.length));
  const shape = [found.length, most];
  const boxes = new Float32Array(found.length * most * 4);
  const scores = new Float32Array(found.length * most);
  const classes = new BigInt64Array(found.length * most);
  const names = new Array<string>(found.length * most).fill('');
  for (const [row, detections] of found.entries()) {
    for (const [index, { box, score, class: kind }] of detections.entries()) {
      const place = row * most + index;
      boxes.set(box, place * 4);
      scores[place] = score;
      classes[place] = BigInt(kind);
      names[place] = labels[kind] ?? String(kind);
    }
  }
  const counts = BigInt64Array.from(found, (row) => BigInt(row.length));
  return [
    { name: 'boxes', datatype: 'FP32', shape: [...shape, 4], bytes: new Uint8Array(boxes.buffer) },
    { name: 'scores', datatype: 'FP32', shape, bytes: new Uint8Array(scores.buffer) },
    { name: 'classes', datatype: 'INT64', shape, bytes: new Uint8Array(classes.buffer) },
    { name: 'labels', datatype: 'BYTES', shape, bytes: writeTexts(names) },
    { name: 'counts', datatype: 'INT64', shape: [found.length], bytes: new Uint8Array(counts.buffer) },
  ];
}
