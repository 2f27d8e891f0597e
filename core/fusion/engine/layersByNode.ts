// From a node to the layers that compute it.
import { type EngineReport, nodesOf, type ReportedLayer } from './engineReport.ts';

/** The layers in which each node is computed, by name. */
export function layersByNode({ layers }: Pick<EngineReport, 'layers'>): ReadonlyMap<string, readonly ReportedLayer[]> {
  const found = new Map<string, ReportedLayer[]>();
  for (const layer of layers) {
    for (const node of nodesOf(layer)) {
      const same = found.get(node);
      if (same) same.push(layer);
      else found.set(node, [layer]);
    }
  }
  return found;
}
