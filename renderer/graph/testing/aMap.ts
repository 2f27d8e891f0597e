// A scene for tests from edges alone, laid out as any other.
import { layoutGraph } from '#core/graph/layout/layout.ts';
import type { Scene } from '../scene.ts';
import { mapScene, type SceneMap } from '../sceneMap.ts';

export function aMap(count: number, edges: readonly (readonly [number, number])[]): SceneMap {
  const widths = new Float32Array(count).fill(120);
  const heights = new Float32Array(count).fill(40);
  const from = Int32Array.from(edges, ([item]) => item);
  const to = Int32Array.from(edges, ([, item]) => item);
  const layout = layoutGraph({ widths, heights, from, to });
  const scene: Scene = {
    ...layout,
    scope: [],
    crumbs: [{ scope: [], title: 'test' }],
    count,
    kinds: new Uint8Array(count),
    refs: Int32Array.from({ length: count }, (_, item) => item),
    families: new Uint8Array(count),
    titles: ['Conv'],
    titleOf: new Uint16Array(count),
    widths,
    heights,
    from,
    to,
    ports: new Int32Array(edges.length),
    itemOf: Int32Array.from({ length: count }, (_, item) => item),
  };
  return mapScene(scene);
}
