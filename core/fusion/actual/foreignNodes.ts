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
  const width = new Int32Array(graph.nodes.length).fill(graph.nodes.length + 1);
  layers.forEach((layer, at) => {
    if (layer.name.startsWith('Reformatting CopyNode') || ((named[at]?.length ?? 0) > 0 && !layer.cut)) return;
    const ends = foreignNodeEnds(layer.name);
    const first = byName.get(ends?.[0] ?? '')?.[0];
    const last = byName.get(ends?.[1] ?? '')?.at(-1);
    if (first === undefined || last === undefined) return;
    const [from, to] = [Math.min(first, last), Math.max(first, last)];
    for (let node = from; node <= to; node += 1) {
      if ((namedIn[node]?.length ?? 0) > 0 || to - from >= (width[node] ?? 0)) continue;
      region[node] = at;
      width[node] = to - from;
    }
  });
  return region;
}
