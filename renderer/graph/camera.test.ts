import { beforeEach, describe, expect, it } from 'vitest';
import { cameraStore, firstView, moveTo, resizeView, reveal, viewedArea, viewOf, zoomBy } from './camera.ts';
import { aMap } from './testing/aMap.ts';

const size = { width: 1_000, height: 800 };
beforeEach(() => cameraStore.setState({ x: 0, y: 0, zoom: 1, ...size }));

describe('the camera', () => {
  it('views the part of the graph that it stands over', () => {
    expect(viewedArea({ x: -100, y: -200, zoom: 2, ...size })).toEqual({ x: 50, y: 100, width: 500, height: 400 });
    expect(viewedArea({ x: 0, y: 0, zoom: 1, ...size }, 0.5)).toEqual({
      x: -500,
      y: -400,
      width: 2_000,
      height: 1_600,
    });
  });

  it('fits an area into the middle, not nearer than its own size', () => {
    expect(viewOf({ x: 0, y: 0, width: 100, height: 100 }, size)).toEqual({ zoom: 1, x: 450, y: 350 });
    const { zoom } = viewOf({ x: 0, y: 0, width: 100, height: 7_360 }, size);
    expect(zoom).toBeCloseTo(0.1, 6);
  });

  it('begins with all of a small graph and with the start of a large one', () => {
    const small = aMap(3, [
      [0, 1],
      [1, 2],
    ]).scene;
    expect(firstView(small, size).zoom).toBe(1);
    const { scene } = aMap(
      500,
      Array.from({ length: 499 }, (_, item) => [item, item + 1] as const),
    );
    const view = firstView(scene, size);
    expect(view.zoom).toBeGreaterThanOrEqual(0.62);
    expect(view.y).toBe(32);
    expect(view.x + (scene.width / 2) * view.zoom).toBeCloseTo(500, 3);
  });

  it('puts the start of a large graph into the middle, unless that would hide a side of it', () => {
    const { scene } = aMap(
      500,
      Array.from({ length: 499 }, (_, item) => [item, item + 1] as const),
    );
    const start = (scene.x[0] ?? 0) + (scene.widths[0] ?? 0) / 2;
    const lopsided = firstView({ ...scene, width: scene.width + 300 }, size);
    expect(lopsided.x + start * lopsided.zoom).toBeCloseTo(500, 3);
    const filling = firstView({ ...scene, width: 1_000 }, size);
    expect(filling.x).toBeGreaterThanOrEqual(32);
    expect(filling.x + 1_000 * filling.zoom).toBeLessThanOrEqual(968.001);
  });

  it('zooms about the middle of the view', () => {
    zoomBy(2);
    expect(cameraStore.getState()).toMatchObject({ zoom: 2, x: -500, y: -400 });
    for (let press = 0; press < 40; press++) zoomBy(2);
    expect(cameraStore.getState().zoom).toBe(2.5);
  });

  it('moves to what is outside the view, and leaves the view where it can be seen already', () => {
    const before = cameraStore.getState();
    reveal({ x: 400, y: 300, width: 100, height: 50 });
    expect(cameraStore.getState()).toEqual(before);
    reveal({ x: 5_000, y: 9_000, width: 100, height: 50 });
    const { x, y, width, height } = viewedArea(cameraStore.getState());
    expect([x + width / 2, y + height / 2]).toEqual([5_050, 9_025]);
  });

  it('goes near enough to read what it reveals', () => {
    moveTo({ x: 0, y: 0, zoom: 0.05 }, false);
    reveal({ x: 400, y: 300, width: 100, height: 50 });
    expect(cameraStore.getState().zoom).toBe(0.9);
  });

  it('keeps what is in the middle there when its box gets wider or narrower, and the top at the top', () => {
    moveTo({ x: -300, y: -80, zoom: 0.5 }, false);
    const middleOf = () => {
      const { x, width } = viewedArea(cameraStore.getState());
      return x + width / 2;
    };
    const before = middleOf();
    resizeView(600, 500);
    expect(middleOf()).toBeCloseTo(before, 9);
    expect(cameraStore.getState()).toMatchObject({ width: 600, height: 500, y: -80 });
  });

  it('reveals what is larger than the view whole, by standing back', () => {
    reveal({ x: 3_000, y: 0, width: 1_500, height: 300 });
    const { x, width } = viewedArea(cameraStore.getState());
    expect(x).toBeLessThanOrEqual(3_000);
    expect(x + width).toBeGreaterThanOrEqual(4_500);
  });
});
