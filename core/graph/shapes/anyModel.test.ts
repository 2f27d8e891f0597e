import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyValue } from '#core/onnx/makeAttribute.ts';
import { makeNode, makeValue } from '#core/onnx/makeNode.ts';
import type { Attribute, AttributeValue, Dimension, ValueInfo } from '#core/onnx/model.ts';
import { operatorNames } from '#core/onnx/operators.ts';
import { operatorForms } from '#core/onnx/operatorTable.ts';
import { aGraph, aModel } from '#core/testing/aModel.ts';
import { aTensor } from '#core/testing/aTensor.ts';
import { checkModel } from '../check.ts';
import { inferShapes } from './inferShapes.ts';

const dimension: fc.Arbitrary<Dimension> = fc.constantFrom<Dimension[]>(
  0,
  1,
  2,
  3,
  7,
  1000,
  -1,
  'n',
  'm',
  'n - 1',
  undefined,
);
const shape = fc.option(fc.array(dimension, { maxLength: 5 }), { nil: undefined });
const elementType = fc.constantFrom(0, 1, 6, 7, 9, 10, 3, 8, 22);
const small = fc.constantFrom(0, 1, 2, 3, -1, -2, 5, 100, 2 ** 31, -(2 ** 40));

const graph = aGraph({
  inputs: { i: 'int64[]', c: 'bool[]', v: 'float32' },
  nodes: ['o = Identity(v)'],
  outputs: { c: 'bool[]', o: 'float32' },
});

function attributeValue(type: AttributeValue['type']): fc.Arbitrary<AttributeValue> {
  switch (type) {
    case 'int':
      return small.map((value) => ({ type, value: BigInt(value) }));
    case 'ints':
      return fc
        .array(small, { maxLength: 5 })
        .map((values) => ({ type, value: BigInt64Array.from(values.map(BigInt)) }));
    case 'floats':
      return fc.array(fc.double(), { maxLength: 5 }).map((values) => ({ type, value: Float32Array.from(values) }));
    case 'string':
      return fc
        .constantFrom('', 'SAME_UPPER', 'bidirectional', 'ij,jk->ik', '...i,i', 'none')
        .map((text) => ({ type, value: new TextEncoder().encode(text) }));
    case 'tensor':
      return fc.constantFrom('int64[1]', 'float32[]', 'int64[0]').map((text) => ({ type, value: aTensor('t', text) }));
    case 'graph':
      return fc.constant({ type, value: graph });
    default:
      return fc.constant(emptyValue(type));
  }
}

function anyNode(domain: string, opType: string) {
  const forms = operatorForms(domain, opType);
  const attributes = new Map(forms.flatMap((form) => form.attributes.map(({ name, type }) => [name, type])));
  const given = [...attributes].map(([name, type]) =>
    fc.option(
      attributeValue(type).map((value): Attribute => ({ ...value, name, docString: '', refAttrName: '' })),
      { nil: undefined },
    ),
  );
  const count = Math.min(8, Math.max(...forms.map(({ inputs }) => inputs.length)) + 1);
  return fc.record({
    attributes: fc.tuple(...given).map((list) => list.filter((each) => each !== undefined)),
    inputs: fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'k', 'l', 'lost'), { nil: '' }), {
      maxLength: count,
    }),
    outputs: fc.integer({ min: 1, max: 4 }),
    opset: fc.constantFrom(6, 9, 11, 13, 17, 18, 21, 24),
  });
}

const inputs: fc.Arbitrary<readonly ValueInfo[]> = fc
  .array(fc.record({ elementType, shape }), { minLength: 4, maxLength: 4 })
  .map((types) => types.map((type, at) => makeValue('abcd'[at] ?? '', type.elementType, type.shape)));
const known = fc.record({ k: fc.array(small, { maxLength: 5 }), l: small });

describe('inferShapes and checkModel on anything', () => {
  for (const domain of ['', 'ai.onnx.ml']) {
    it(`throw nothing for any operator of ${domain || 'ai.onnx'} with any inputs and attributes`, async () => {
      let sound = 0;
      for (const opType of operatorNames(domain)) {
        await fc.assert(
          fc.asyncProperty(anyNode(domain, opType), inputs, known, async (node, values, { k, l }) => {
            const outputs = Array.from({ length: node.outputs }, (_, at) => `y${at}`);
            const base = aModel({
              opset: node.opset,
              opsets: domain === '' ? {} : { [domain]: 3 },
              initializers: { k: [`int64[${k.length}]`, k], l: ['int64[]', [l]] },
              outputs: { y0: 'float32' },
            });
            const nodes = [makeNode({ opType, domain, inputs: node.inputs, outputs, attributes: node.attributes })];
            const model = { ...base, graph: { ...base.graph, nodes, inputs: values } };
            const table = await inferShapes(model);
            for (const target of ['onnxruntime', 'tensorrt@10.6']) await checkModel(model, table, { target });
            if (table.conflicts.length === 0) sound++;
            for (const output of outputs) {
              for (const size of table.tensor(output)?.shape ?? []) {
                expect(typeof size === 'number' ? Number.isInteger(size) : true).toBe(true);
              }
            }
          }),
          { numRuns: 25, seed: 7 },
        );
      }
      expect(sound).toBeGreaterThan(100);
    });
  }
});
