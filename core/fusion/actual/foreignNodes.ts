// Regions that Myelin compiled as one layer whose name tells only their first and last node.
import type { Graph } from '#core/onnx/model.ts';
import { foreignNodeEnds } from '../inspector/layerNodes.ts';
import type { EngineLayer } from '../inspector/readLayers.ts';

/**
 * For each node that no layer names, the layer `{ForeignNode[first...last]}` whose span in the file's order holds it;
 * -1 where there is none. Of several such layers the narrowest counts. Reformats around the region are not the region.
 */
export function foreignNodes(
  graph: Graph,
  layers: readonly EngineLayer[],
  named: readonly (readonly number[])[],
  namedIn: readonly (readonly number[])[],
  byName: ReadonlyMap<string, readonly number[]>,
): Int32Array {
  const region = new Int32Array(graph.nodes.length).fill(-1);
  const spans = layers
    .flatMap((layer, at) => {
      if (layer.name.startsWith('Reformatting CopyNode') || ((named[at]?.length ?? 0) > 0 && !layer.cut)) return [];
      const ends = foreignNodeEnds(layer.name);
      const first = byName.get(ends?.[0] ?? '')?.[0];
      const last = byName.get(ends?.[1] ?? '')?.at(-1);
      if (first === undefined || last === undefined) return [];
      return [{ at, from: Math.min(first, last), to: Math.max(first, last) }];
    })
    .sort((a, b) => a.to - a.from - (b.to - b.from));
  // The next node at or behind each that belongs to no region yet: what is taken is passed over from then on.
  const next = Int32Array.from({ length: graph.nodes.length + 1 }, (_, node) => node);
  const free = (node: number): number => {
    let at = node;
    while (next[at] !== at) at = next[at] ?? graph.nodes.length;
    for (let passed = node; passed !== at; ) {
      const after = next[passed] ?? at;
      next[passed] = at;
      passed = after;
    }
    return at;
  };
  for (const { at, from, to } of spans) {
    for (let node = free(from); node <= to; node = free(node + 1)) {
      if ((namedIn[node]?.length ?? 0) === 0) region[node] = at;
      next[node] = node + 1;
    }
  }
  return region;
}
