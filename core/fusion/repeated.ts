// Nodes that compute what another has computed already: the same operator with the same attributes on the same values.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import { attributeKey } from '#core/graph/structure/attributeKey.ts';
import type { Graph, Node } from '#core/onnx/model.ts';

/** Operators that give other values each time. */
export const random: ReadonlySet<string> = new Set([
  'RandomNormal',
  'RandomNormalLike',
  'RandomUniform',
  'RandomUniformLike',
  'Bernoulli',
  'Multinomial',
]);

/**
 * For each node that repeats another, the first of its kind in the order of computation. Constants of the same shape and
 * elements count as one value where `constants` knows them.
 */
export function repeatedNodes(
  graph: Graph,
  index: GraphIndex,
  constants: ReadonlyMap<string, readonly number[]> = new Map(),
): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const first = new Map<string, number>();
  const values = new Map<string, string>();
  const same = (value: string): string => {
    const known = constants.get(value);
    if (known === undefined) return values.get(value) ?? value;
    return `${index.initializer(value)?.dims ?? ''}(${known.join(' ')})`;
  };
  for (const at of Array.from(index.topologicalOrder ?? graph.nodes.keys())) {
    const node = graph.nodes[at];
    if (!node || !isPlain(node)) continue;
    const attributes = node.attributes.map((attribute) => `${attribute.name}=${attributeKey(attribute)}`).sort();
    const key = [node.domain, node.opType, ...attributes, ...node.inputs.map(same)].join('\0');
    const original = first.get(key);
    if (original === undefined) first.set(key, at);
    else {
      found.set(at, original);
      values.set(node.outputs[0] ?? '', graph.nodes[original]?.outputs[0] ?? '');
    }
  }
  return found;
}

function isPlain(node: Node): boolean {
  if (random.has(node.opType) || node.outputs.length !== 1 || node.inputs.length === 0) return false;
  return node.attributes.every(
    ({ type }) => type === 'int' || type === 'ints' || type === 'float' || type === 'string',
  );
}
