import { describe, expect, it } from 'vitest';
import { readModel } from '#core/onnx/read.ts';
import { viewOf } from './camera.ts';
import { buildScene } from './reader/buildScene.ts';
import { openScope } from './reader/scope.ts';
import { mapScene } from './sceneMap.ts';
import { endlessChain } from './testing/endlessChain.ts';
import { visibleOf } from './visible.ts';

const size = { width: 1_280, height: 800 };
const nothing = { level: 'cards', items: new Int32Array(), edges: new Int32Array() } as const;
const before = { ...nothing, area: { x: 0, y: 0, width: 0, height: 0 } };

describe('a graph of a million nodes', () => {
  it('is read, laid out, and seen as a whole from afar and as a few cards from near', async () => {
    const count = 1_000_000;
    const { scene } = buildScene(openScope(await readModel(endlessChain(count)), 'chain', []));
    expect(scene.count).toBe(count + 2);
    const map = mapScene(scene);
    const whole = viewOf({ x: 0, y: 0, width: scene.width, height: scene.height }, size);
    expect(visibleOf(map, { ...size, ...whole }, before).level).toBe('shapes');
    const near = visibleOf(map, { ...size, x: 0, y: -scene.height / 2, zoom: 1 }, before);
    expect(near.level).toBe('cards');
    expect(near.items.length).toBeGreaterThan(3);
    expect(near.items.length).toBeLessThan(40);
  }, 180_000);
});
