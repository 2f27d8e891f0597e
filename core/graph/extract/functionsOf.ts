// The local functions that some nodes call, and those that these call.
import { attributeGraphs } from '#core/graph/graphIndex.ts';
import type { LocalFunction, Model, Node } from '#core/onnx/model.ts';

export function functionsOf({ functions }: Model, nodes: readonly Node[]): readonly LocalFunction[] {
  const called = new Set<LocalFunction>();
  const waiting = [...nodes];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const { opType, domain, overload } = node;
    const found = functions.find(
      (one) => one.name === opType && one.domain === domain && one.overload === overload && !called.has(one),
    );
    if (found) {
      called.add(found);
      waiting.push(...found.nodes);
    }
    for (const graph of node.attributes.flatMap(attributeGraphs)) waiting.push(...graph.nodes);
  }
  return functions.filter((one) => called.has(one));
}
