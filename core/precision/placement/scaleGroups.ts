// Values between which data passes unchanged get one scale, so that no requantization is needed on the way.
import { floatAttribute, stringAttribute } from '#core/onnx/attribute.ts';
import type { Node } from '#core/onnx/model.ts';
import type { Site } from './placement.ts';

/** Operators that move data and change no number, with the inputs that hold the data. */
const movers: Readonly<Record<string, 'first' | 'all'>> = {
  Concat: 'all',
  DepthToSpace: 'first',
  Expand: 'first',
  Flatten: 'first',
  Gather: 'first',
  Identity: 'first',
  MaxPool: 'first',
  Reshape: 'first',
  Slice: 'first',
  SpaceToDepth: 'first',
  Split: 'first',
  Squeeze: 'first',
  Tile: 'first',
  Transpose: 'first',
  Unsqueeze: 'first',
};

/** The data inputs of an operator that only moves data; undefined for any other, and for a pad with something but 0. */
export function movedInputs(node: Node): readonly string[] | undefined {
  if (node.domain !== '') return undefined;
  if (node.opType === 'Pad')
    return node.inputs[2] || floatAttribute(node, 'value', 0) !== 0 ? undefined : node.inputs.slice(0, 1);
  // Between neighbours interpolation stays within their range; cubic curves overshoot it.
  if (node.opType === 'Resize')
    return stringAttribute(node, 'mode', 'nearest') === 'cubic' ? undefined : node.inputs.slice(0, 1);
  const which = movers[node.opType];
  if (which === undefined) return undefined;
  return which === 'all' ? node.inputs : node.inputs.slice(0, 1);
}

/** A representative for each value: the same one for values joined by nodes that move data and that `joins` accepts. */
export function scaleGroups(site: Site, joins: (node: Node, place: number) => boolean): (value: string) => string {
  const parents = new Map<string, string>();
  const root = (value: string): string => {
    let top = value;
    for (let next = parents.get(top); next !== undefined; next = parents.get(top)) top = next;
    for (let at = value; at !== top; ) {
      const next = parents.get(at) ?? top;
      parents.set(at, top);
      at = next;
    }
    return top;
  };
  site.graph.nodes.forEach((node, place) => {
    const inputs = joins(node, place) ? movedInputs(node) : undefined;
    if (inputs === undefined) return;
    const [first = '', ...others] = [...inputs, ...node.outputs.filter((output) => output !== '')];
    for (const other of others) if (root(other) !== root(first)) parents.set(root(other), root(first));
  });
  return root;
}
