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
  const values = new Map<string, string>();
  const same = (value: string): string => {
    const known = constants.get(value);
    if (known === undefined) return values.get(value) ?? value;
    return `${index.initializer(value)?.dims ?? ''}(${known.join(' ')})`;
  };
  const key = ({ domain, attributes, inputs }: Node): string => {
    const stated = attributes.map((attribute) => `${attribute.name}=${attributeKey(attribute)}`).sort();
    return [domain, ...stated, ...inputs.map(same)].join('\0');
  };
  // By operator and first input; most nodes are alone there, and nothing else of them is looked at.
  const alone = new Map<string, number>();
  const several = new Map<string, Map<string, number>>();
  for (const at of Array.from(index.topologicalOrder ?? graph.nodes.keys())) {
    const node = graph.nodes[at];
    if (!node || !isPlain(node)) continue;
    const place = `${node.opType}\0${same(node.inputs[0] ?? '')}`;
    const before = alone.get(place);
    if (before === undefined) {
      alone.set(place, at);
      continue;
    }
    const first = graph.nodes[before];
    const keys = several.get(place) ?? new Map(first ? [[key(first), before]] : []);
    several.set(place, keys);
    const original = keys.get(key(node));
    if (original === undefined) keys.set(key(node), at);
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
