// The constants of a graph: initializers and Constant nodes alike, since exporters write weights as either.
import { attribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Graph, Node, Tensor } from '#core/onnx/model.ts';

/** The tensor behind a value; undefined where the value is computed or fed. */
export type Constants = (value: string) => Tensor | undefined;

/** Looks through the graphs around, where given, as a subgraph does. */
export function constantsOf(graph: Pick<Graph, 'nodes' | 'initializers'>, outer?: Constants): Constants {
  const tensors = new Map<string, Tensor>();
  for (const node of graph.nodes) {
    const tensor = constantTensor(node);
    if (tensor) tensors.set(tensor.name, tensor);
  }
  for (const tensor of graph.initializers) tensors.set(tensor.name, tensor);
  return (value) => tensors.get(value) ?? outer?.(value);
}

/** The tensor that a Constant node gives, under the name of its output; undefined for other nodes and sparse values. */
export function constantTensor(node: Node): Tensor | undefined {
  const [name = ''] = node.outputs;
  if (node.opType !== 'Constant' || node.domain !== '' || name === '') return undefined;
  for (const key of ['value', 'value_float', 'value_floats', 'value_int', 'value_ints']) {
    const found = attribute(node, key);
    if (found === undefined || found.refAttrName !== '') continue;
    switch (found.type) {
      case 'tensor':
        return { ...found.value, name };
      case 'float':
        return makeTensor(name, DataType.float32, [], [found.value]);
      case 'floats':
        return makeTensor(name, DataType.float32, [found.value.length], found.value);
      case 'int':
        return makeTensor(name, DataType.int64, [], [found.value]);
      case 'ints':
        return makeTensor(name, DataType.int64, [found.value.length], found.value);
    }
  }
  return undefined;
}
