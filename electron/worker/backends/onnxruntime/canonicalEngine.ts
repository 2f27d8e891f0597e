// The engine's bytes as a function of what was built: ONNX Runtime itself writes nodes and names in another order each time.
import type { Model } from '#core/onnx/model.ts';
import { canonicalNames } from './canonicalNames.ts';
import { byKey, byName, canonicalOrder } from './canonicalOrder.ts';

/** The same graph in one spelling; it computes the same. */
export function canonicalEngine(engine: Model): Model {
  const graph = canonicalNames(canonicalOrder(engine.graph));
  return {
    ...engine,
    graph: { ...graph, values: byName(graph.values) },
    opsets: [...engine.opsets].sort((a, b) => (a.domain < b.domain ? -1 : 1)),
    functions: byName(engine.functions),
    metadata: byKey(engine.metadata),
  };
}

/** Nodes by operator, those in bodies of control flow too; domain-qualified where it is not the standard one. */
export function engineOperators({ graph }: Pick<Model, 'graph'>): Record<string, number> {
  const counts = new Map<string, number>();
  const bodies = [graph];
  for (let body = bodies.pop(); body; body = bodies.pop()) {
    for (const { domain, opType, attributes } of body.nodes) {
      const name = domain === '' ? opType : `${domain}.${opType}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
      for (const attribute of attributes) {
        if (attribute.type === 'graph') bodies.push(attribute.value);
        else if (attribute.type === 'graphs') bodies.push(...attribute.value);
      }
    }
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
