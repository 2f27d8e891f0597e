// A figure for each node of a scope, by which the graph is coloured: work, weights, or what is written to memory.
import { nodeCost } from '#core/graph/flops.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import type { Node } from '#core/onnx/model.ts';
import { tensorByteLength } from '#core/onnx/tensor.ts';
import type { Metric } from '../metric.ts';
import type { BuiltScene } from './buildScene.ts';

/** 0 stands for what is not known. A weight that several nodes read counts for the first of them. */
export function metricOf(built: BuiltScene, metric: Metric, sized: ShapeTable | undefined): Float64Array {
  const { open, index, items } = built;
  const counted = new Set<object>();
  const weightBytes = (node: Node) =>
    node.inputs.reduce((sum, value) => {
      const constant = value === '' ? undefined : items.constant(value);
      if (constant?.kind !== 'tensor' || counted.has(constant.tensor)) return sum;
      counted.add(constant.tensor);
      return sum + tensorByteLength(constant.tensor);
    }, 0);
  const figureOf = (node: Node) => {
    if (metric === 'weights') return weightBytes(node);
    const cost = sized && nodeCost(node, index, sized, open.path);
    return (metric === 'work' ? cost?.macs : cost?.outputBytes) ?? 0;
  };
  return Float64Array.from(open.graph.nodes, (node, place) => (items.folded[place] ? 0 : figureOf(node)));
}
