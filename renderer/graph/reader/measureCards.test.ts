import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexGraph } from '#core/graph/graphIndex.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { graphAttr, intAttr, intsAttr } from '#core/onnx/makeAttribute.ts';
import { makeGraph, makeNode } from '#core/onnx/makeNode.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import { aModel } from '#core/testing/aModel.ts';
import { sizeCard } from './cardSize.ts';
import { wholeGraph } from './foldScene.ts';
import { cardMeasure } from './measureCards.ts';
import { openScope } from './scope.ts';

const shared = [intsAttr('kernel_shape', [3n, 3n]), intAttr('group', 4n), intAttr('axis', -1n)];
const body = makeGraph({ nodes: [makeNode({ opType: 'Relu', inputs: ['x'], outputs: ['y'] })] });
const node = fc.record({
  opType: fc.constantFrom('Conv', 'MatMul', 'Relu', 'Softmax', 'Own'),
  domain: fc.constantFrom('', 'own'),
  name: fc.constantFrom('', 'n', '/layer.1/block/Conv', '/a/rather/long/way/to/a/node/Relu_12'),
  attributes: fc.subarray([...shared, intsAttr('kernel_shape', [3n, 3n]), graphAttr('body', body)]),
  inputs: fc.array(fc.constantFrom('x', 'weight', 'bias', 'axes', 'flag', ''), { maxLength: 4 }),
});
const initializers = [
  makeTensor('weight', DataType.float32, [8, 4, 3, 3], new Float32Array(288)),
  makeTensor('bias', DataType.float32, [8], new Float32Array(8)),
  makeTensor('axes', DataType.int64, [2], new BigInt64Array(2)),
  makeTensor('flag', DataType.float32, [], new Float32Array(1)),
];

describe('cardMeasure', () => {
  it('gives each card the size of its own words, whatever was measured before', () => {
    fc.assert(
      fc.property(fc.array(node, { minLength: 1, maxLength: 12 }), (drafts) => {
        const nodes = drafts.map((draft, place) => makeNode({ ...draft, outputs: [`v${place}`] }));
        const model = { ...aModel({ nodes: ['y = Relu(x)'] }), graph: makeGraph({ nodes, initializers }) };
        const open = openScope(model, '', []);
        const worded = wholeGraph(open, indexGraph(open.graph));
        const measure = cardMeasure(open, worded);
        for (let item = 0; item < worded.items.count; item++) {
          const words = worded.words(item);
          const { width, height } = sizeCard(words);
          expect(measure(item)).toEqual({
            title: words.title,
            family: words.family,
            ports: words.outputs.length,
            width,
            height,
          });
        }
      }),
    );
  });
});
