// A figure for each item of a scene, by which the graph is coloured: work, weights, or what is written to memory.
import { nodeCost } from '#core/graph/flops.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { tensorByteLength } from '#core/onnx/tensor.ts';
import type { Metric } from '../metric.ts';
import type { BuiltScene } from './buildScene.ts';

/** A folded group has the sum of its nodes; 0 stands for what is not known. A weight that several nodes read counts once. */
export function metricOf(built: BuiltScene, metric: Metric, sized: ShapeTable | undefined): Float32Array {
  const { scene, open, index, items } = built;
  const figures = new Float32Array(scene.count);
  const counted = new Set<object>();
  open.graph.nodes.forEach((node, place) => {
    const item = scene.itemOf[place] ?? -1;
    if (item === -1 || items.folded[place]) return;
    const add = (figure: number) => {
      figures[item] = (figures[item] as number) + figure;
    };
    if (metric === 'weights') {
      for (const value of node.inputs) {
        const constant = value === '' ? undefined : items.constant(value);
        if (constant?.kind !== 'tensor' || counted.has(constant.tensor)) continue;
        counted.add(constant.tensor);
        add(tensorByteLength(constant.tensor));
      }
      return;
    }
    const cost = sized && nodeCost(node, index, sized, open.path);
    add((metric === 'work' ? cost?.macs : cost?.outputBytes) ?? 0);
  });
  return figures;
}
