// The nodes that a placement leaves in FP32, each with its reason.
import { nodeName } from '#core/graph/graphIndex.ts';
import type { Node } from '#core/onnx/model.ts';
import type { KeptNode } from '../keep.ts';
import { computingNodes } from './computes.ts';
import type { Site } from './placement.ts';

/** Every node that computes in floating point, with its own reason or the general one. */
export function keptNodes(
  site: Site,
  nodes: ReadonlySet<number>,
  reasons: ReadonlyMap<number, string>,
  general: (node: Node) => string,
): readonly KeptNode[] {
  const computing = computingNodes(site);
  return site.graph.nodes.flatMap((node, place) => {
    if (nodes.has(place)) return [];
    const reason = reasons.get(place) ?? (computing.has(place) ? general(node) : undefined);
    return reason === undefined ? [] : [{ node: nodeName(node), reason }];
  });
}
