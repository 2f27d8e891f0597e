// Builds a graph node by node: each call adds a node and gives the name of its output.
import { DataType } from '#core/onnx/dataType.ts';
import { makeGraph, makeNode, makeValue } from '#core/onnx/makeNode.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Attribute, Model, Node, Tensor } from '#core/onnx/model.ts';
import { randomSource, randomTensor } from './randomWeights.ts';

export interface Parts {
  readonly nodes: Node[];
  node(opType: string, name: string, inputs: readonly string[], attributes?: readonly Attribute[]): string;
  weight(name: string, dims: readonly number[]): string;
  numbers(name: string, values: readonly bigint[]): string;
  /** The finished model, which reads `input` and gives `output`. */
  model(output: string, shape: readonly (number | string)[]): Model;
}

export function startParts(): Parts {
  const nodes: Node[] = [];
  const initializers: Tensor[] = [];
  return {
    nodes,
    node(opType, name, inputs, attributes = []) {
      const output = `${name}_output_0`;
      nodes.push(makeNode({ opType, name, inputs, outputs: [output], attributes }));
      return output;
    },
    weight(name, dims) {
      initializers.push(randomTensor(name, dims));
      return name;
    },
    numbers(name, values) {
      initializers.push(makeTensor(name, DataType.int64, [values.length], values));
      return name;
    },
    model(output, shape) {
      return {
        irVersion: 8,
        producerName: 'lathe bench',
        producerVersion: '',
        domain: '',
        modelVersion: 0,
        docString: '',
        opsets: [{ domain: '', version: 17 }],
        graph: makeGraph({
          nodes,
          initializers,
          inputs: [makeValue('input', DataType.float32, shape)],
          outputs: [makeValue(output, DataType.float32)],
        }),
        functions: [],
        metadata: [],
        source: randomSource(),
      };
    },
  };
}
