import { describe, expect, it } from 'vitest';
import type { Camera } from './camera.ts';
import { aMap } from './testing/aMap.ts';
import { type Visible, visibleOf } from './visible.ts';

const long = aMap(
  3_000,
  Array.from({ length: 2_999 }, (_, item) => [item, item + 1] as const),
);
const nothing: Visible = {
  level: 'cards',
  items: new Int32Array(),
  edges: new Int32Array(),
  area: { x: 0, y: 0, width: 0, height: 0 },
};
const at = (y: number, zoom = 1): Camera => ({ x: 300, y: -y * zoom, zoom, width: 1_200, height: 800 });

describe('visibleOf', () => {
  it('gives cards for the view and some beside it, no more', () => {
    const visible = visibleOf(long, at(50_000), nothing);
    expect(visible.level).toBe('cards');
    expect(visible.items.length).toBeGreaterThan(800 / 96);
    expect(visible.items.length).toBeLessThan(40);
    expect([...visible.items]).toContain(long.window.nodeAt(60, 50_016) ?? long.window.nodeAt(60, 50_060));
  });

  it('stays the same while the view stays inside what is drawn', () => {
    const visible = visibleOf(long, at(50_000), nothing);
    expect(visibleOf(long, at(50_100), visible)).toBe(visible);
    expect(visibleOf(long, at(50_900), visible)).not.toBe(visible);
  });

  it('turns to shapes where cards cannot be read or are too many', () => {
    expect(visibleOf(long, at(0, 0.2), nothing)).toMatchObject({ level: 'shapes', items: new Int32Array() });
    const broad = aMap(
      2_001,
      Array.from({ length: 2_000 }, (_, item) => [0, item + 1] as const),
    );
    const all: Camera = { ...at(0, 0.5), width: 400_000 };
    expect(visibleOf(broad, all, nothing).level).toBe('shapes');
  });

  it('keeps the cards of before while shapes are shown, and shows them again where they still serve', () => {
    const near = visibleOf(long, at(50_000, 0.45), nothing);
    const far = visibleOf(long, at(50_000, 0.4), near);
    expect(far).toEqual({ ...near, level: 'shapes' });
    expect(visibleOf(long, at(50_000, 0.39), far)).toBe(far);
    expect(visibleOf(long, at(50_000, 0.45), far)).toEqual(near);
    expect(visibleOf(long, at(90_000, 0.45), far).items).not.toEqual(near.items);
  });

  it('thins out the lines of a value that thousands read, those between cards of the window last', () => {
    const fan = aMap(
      20_001,
      Array.from({ length: 20_000 }, (_, item) => [0, item + 1] as const),
    );
    const { scene } = fan;
    const [x, y] = [scene.x[0] ?? 0, scene.y[0] ?? 0];
    const visible = visibleOf(fan, { x: 600 - x, y: 400 - y, zoom: 1, width: 1_200, height: 800 }, nothing);
    expect(visible.level).toBe('cards');
    expect(visible.edges.length).toBeGreaterThan(500);
    expect(visible.edges.length).toBeLessThanOrEqual(2_000);
    const shown = new Set(visible.items);
    const lines = new Set(visible.edges);
    for (const [edge, item] of scene.to.entries()) if (shown.has(item) && shown.has(0)) expect(lines).toContain(edge);
  });

  it('narrows what is drawn after zooming in far', () => {
    const wide = visibleOf(long, { ...at(50_000, 0.45) }, nothing);
    const near = visibleOf(long, { ...at(50_000, 2.5) }, wide);
    expect(near.items.length).toBeLessThan(wide.items.length);
  });
});
