// The mean of each input channel of the weighted nodes, from which follows what quantized weights shift.
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { intAttr, intsAttr } from '#core/onnx/makeAttribute.ts';
import { makeNode, makeValue } from '#core/onnx/makeNode.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Model, Node, Tensor } from '#core/onnx/model.ts';
import { inputAxis } from '../channels.ts';
import { constantsOf } from '../constants.ts';
import { freshNames } from '../freshNames.ts';
import { isWeighted } from '../placement/weighted.ts';

/** By `meanKey`: the mean over batch and positions for each channel. What was not measured is not there. */
export type InputMeans = ReadonlyMap<string, ArrayLike<number>>;

/** Two nodes that read the same value along the same axis share its means. */
export function meanKey(node: Node): string {
  return `${node.inputs[0] ?? ''} ${inputAxis(node)}`;
}

export interface ExposedMeans {
  /** Gives out the means alone. */
  readonly model: Model;
  /** By `meanKey`: the name of the output, a vector. */
  readonly outputs: ReadonlyMap<string, string>;
}

/** From here on ReduceMean takes its axes as an input. */
const axesOpset = 18;

/**
 * The model that gives out the means of the inputs of all nodes with a constant weight. Inputs of MatMul whose rank
 * `shapes` does not know, and vectors, are left out.
 *
 * @param prepared as `prepareForInt8` gives it.
 */
export function exposeMeans(prepared: Model, shapes: ShapeTable): ExposedMeans {
  const { graph } = prepared;
  const constants = constantsOf(graph);
  const names = freshNames(prepared);
  const opset = prepared.opsets.find(({ domain }) => domain === '')?.version ?? 0;
  const outputs = new Map<string, string>();
  const nodes: Node[] = [];
  const tensors: Tensor[] = [];
  for (const node of graph.nodes) {
    const [value = '', weightName = ''] = node.inputs;
    const weight = constants(weightName);
    if (!isWeighted(node) || weight?.dataType !== DataType.float32 || constants(value)) continue;
    const key = meanKey(node);
    const rank = node.opType === 'MatMul' ? (shapes.tensor(value)?.shape?.length ?? 0) : weight.dims.length;
    if (outputs.has(key) || rank < 2) continue;
    const channels = (inputAxis(node) + rank) % rank;
    const axes = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => axis !== channels);
    const output = names(`${value}/mean`);
    outputs.set(key, output);
    const keep = intAttr('keepdims', 0);
    if (opset < axesOpset) {
      nodes.push(
        makeNode({
          opType: 'ReduceMean',
          inputs: [value],
          outputs: [output],
          attributes: [intsAttr('axes', axes), keep],
        }),
      );
      continue;
    }
    const axesName = names(`${output}_axes`);
    tensors.push(makeTensor(axesName, DataType.int64, [axes.length], axes));
    nodes.push(makeNode({ opType: 'ReduceMean', inputs: [value, axesName], outputs: [output], attributes: [keep] }));
  }
  const given = [...outputs.values()].map((name) => makeValue(name, DataType.float32, [undefined]));
  return {
    model: {
      ...prepared,
      graph: {
        ...graph,
        nodes: [...graph.nodes, ...nodes],
        initializers: [...graph.initializers, ...tensors],
        outputs: given,
      },
    },
    outputs,
  };
}
