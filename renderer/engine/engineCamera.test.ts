import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EnginePicture } from '#renderer/graph/engineReading.ts';
import { boxAt, fitted, revealed, zoomed } from './engineCamera.ts';

const count = 40;
const picture: EnginePicture = {
  layers: Int32Array.from({ length: count }, (_, at) => 3 * at),
  x: new Float32Array(count).fill(10),
  y: Float32Array.from({ length: count }, (_, at) => 60 * at),
  widths: new Float32Array(count).fill(120),
  heights: new Float32Array(count).fill(34),
  width: 140,
  height: 60 * count,
  from: new Int32Array(),
  to: new Int32Array(),
  pointStarts: Int32Array.of(0),
  points: new Float32Array(),
};
const size = { width: 300, height: 400 };

describe('the view over an engine’s graph', () => {
  it('brings any layer into view, where a click finds it', () => {
    fc.assert(
      fc.property(fc.nat(count - 1), (box) => {
        const camera = revealed(picture, 3 * box, fitted(picture, size), size);
        const at = { x: 70 * camera.zoom + camera.x, y: (60 * box + 17) * camera.zoom + camera.y };
        expect(at.y).toBeGreaterThan(0);
        expect(at.y).toBeLessThan(size.height);
        expect(boxAt(picture, camera, at)).toBe(3 * box);
      }),
    );
  });

  it('finds nothing between boxes, and does not move for a layer without a box', () => {
    const camera = fitted(picture, size);
    expect(boxAt(picture, camera, { x: 70 * camera.zoom + camera.x, y: 50 * camera.zoom + camera.y })).toBeNull();
    expect(revealed(picture, 1, camera, size)).toBe(camera);
  });

  it('keeps the point under the pointer when it zooms', () => {
    const camera = fitted(picture, size);
    const at = { x: 120, y: 80 };
    const next = zoomed(camera, 1.7, at);
    expect((at.x - next.x) / next.zoom).toBeCloseTo((at.x - camera.x) / camera.zoom, 6);
    expect((at.y - next.y) / next.zoom).toBeCloseTo((at.y - camera.y) / camera.zoom, 6);
  });
});
