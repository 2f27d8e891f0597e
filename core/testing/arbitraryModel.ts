// Models of every shape for property tests (fast-check), small but with everything that a model can have.
import fc from 'fast-check';
import { bitsPerElement, byteLength, DataType } from '#core/onnx/dataType.ts';
import { elementCount } from '#core/onnx/elementCount.ts';
import { referenceAttr } from '#core/onnx/makeAttribute.ts';
import type {
  Attribute,
  AttributeValue,
  Graph,
  LocalFunction,
  MetadataEntry,
  Model,
  Node,
  SparseTensor,
  Tensor,
  TensorData,
  Type,
  ValueInfo,
} from '#core/onnx/model.ts';
import { memorySource } from '#core/onnx/source.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 6 });
const name = fc.oneof(fc.constantFrom('', 'x', 'y', '/layer.0/Conv_1_output_0'), text);
const metadata: fc.Arbitrary<readonly MetadataEntry[]> = fc.array(fc.record({ key: text, value: text }), {
  maxLength: 2,
});
const opsets = fc.array(fc.record({ domain: name, version: fc.nat(30) }), { maxLength: 2 });
const bytes = fc.uint8Array({ maxLength: 5 });
const dims = fc.array(fc.nat(3), { maxLength: 3 });

const dataType = fc.constantFrom(
  ...Object.values(DataType).filter((type) => bitsPerElement(type) > 0 || type === DataType.string),
);

function dataOf(type: number, count: number): fc.Arbitrary<TensorData> {
  if (type === DataType.string) {
    return fc.array(bytes, { minLength: count, maxLength: count }).map((values) => ({ kind: 'strings', values }));
  }
  const length = byteLength(type, count);
  const inside: fc.Arbitrary<TensorData> = fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((content) => ({ kind: 'memory', bytes: content }));
  const place = fc.record({ offset: fc.maxSafeNat(), length: fc.oneof(fc.constant(-1), fc.maxSafeNat()) });
  const outside: fc.Arbitrary<TensorData> = place.map((range) => ({
    kind: 'external',
    location: 'weights.bin',
    ...range,
  }));
  return fc.oneof({ weight: 4, arbitrary: inside }, { weight: 1, arbitrary: outside });
}

const tensor: fc.Arbitrary<Tensor> = fc
  .record({ name, dataType, dims, docString: text, metadata })
  .chain((head) => dataOf(head.dataType, elementCount(head.dims)).map((data) => ({ ...head, data })));

const sparseTensor: fc.Arbitrary<SparseTensor> = fc.record({ values: tensor, indices: tensor, dims });

const dimension = fc.oneof(fc.nat(), fc.string({ minLength: 1, maxLength: 4 }), fc.constant(undefined));

const { type } = fc.letrec<{ type: Type }>((tie) => {
  const elementType = fc.nat(28);
  const shape = fc.option(fc.array(dimension, { maxLength: 4 }), { nil: undefined });
  const kinds: fc.Arbitrary<Type>[] = [
    fc.record({ kind: fc.constantFrom('tensor' as const, 'sparseTensor' as const), elementType, shape }),
    fc.record({ kind: fc.constant('opaque' as const), domain: text, name: text }),
    fc.record({ kind: fc.constantFrom('sequence' as const, 'optional' as const), element: tie('type') }),
    fc.record({ kind: fc.constant('map' as const), keyType: elementType, value: tie('type') }),
  ];
  const plain = fc.oneof({ maxDepth: 3 }, ...kinds);
  const said = fc
    .tuple(plain, fc.string({ minLength: 1, maxLength: 5 }))
    .map(([kind, denotation]) => ({ ...kind, denotation }));
  return { type: fc.oneof(plain, said) };
});

const value: fc.Arbitrary<ValueInfo> = fc.record({
  name,
  type: fc.option(type, { nil: undefined }),
  docString: text,
  metadata,
});
const values = fc.array(value, { maxLength: 3 });
const float = fc.float({ noNaN: true });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

function attributeValue(graph: fc.Arbitrary<Graph>): fc.Arbitrary<AttributeValue> {
  const few = { maxLength: 3 };
  const of = <Kind extends AttributeValue['type'], Value>(kind: Kind, arbitrary: fc.Arbitrary<Value>) =>
    arbitrary.map((content) => ({ type: kind, value: content }));
  return fc.oneof(
    of('float', float),
    of('int', int64),
    of('string', bytes),
    of('tensor', tensor),
    of('graph', graph),
    of('sparseTensor', sparseTensor),
    of('type', type),
    of(
      'floats',
      fc.array(float, few).map((items) => Float32Array.from(items)),
    ),
    of(
      'ints',
      fc.array(int64, few).map((items) => BigInt64Array.from(items)),
    ),
    of('strings', fc.array(bytes, few)),
    of('tensors', fc.array(tensor, few)),
    of('graphs', fc.array(graph, { maxLength: 2 })),
    of('sparseTensors', fc.array(sparseTensor, few)),
    of('types', fc.array(type, few)),
  );
}

function attribute(graph: fc.Arbitrary<Graph>): fc.Arbitrary<Attribute> {
  const own = fc
    .record({ value: attributeValue(graph), name: text, docString: text })
    .map(({ value: content, ...rest }): Attribute => ({ ...content, ...rest, refAttrName: '' }));
  const reference = fc
    .constantFrom<AttributeValue['type']>('float', 'ints', 'tensor', 'graph')
    .map((kind) => referenceAttr('a', kind, 'b'));
  return fc.oneof({ weight: 6, arbitrary: own }, { weight: 1, arbitrary: reference });
}

const { graph, node } = fc.letrec<{ graph: Graph; node: Node }>((tie) => ({
  node: fc.record({
    name,
    opType: name,
    domain: name,
    overload: text,
    inputs: fc.array(name, { maxLength: 3 }),
    outputs: fc.array(name, { maxLength: 3 }),
    attributes: fc.array(attribute(tie('graph')), { maxLength: 3, depthIdentifier: 'graph' }),
    docString: text,
    metadata,
  }),
  graph: fc.record({
    name,
    docString: text,
    nodes: fc.array(tie('node'), { maxLength: 3, depthIdentifier: 'graph' }),
    initializers: fc.array(tensor, { maxLength: 3 }),
    sparseInitializers: fc.array(sparseTensor, { maxLength: 1 }),
    inputs: values,
    outputs: values,
    values,
    quantization: fc.array(fc.record({ tensorName: name, parameters: metadata }), { maxLength: 1 }),
    metadata,
  }),
}));

const localFunction: fc.Arbitrary<LocalFunction> = fc.record({
  name,
  domain: name,
  overload: text,
  docString: text,
  inputs: fc.array(name, { maxLength: 2 }),
  outputs: fc.array(name, { maxLength: 2 }),
  attributes: fc.array(text, { maxLength: 2 }),
  attributeDefaults: fc.array(attribute(graph), { maxLength: 2 }),
  nodes: fc.array(node, { maxLength: 2 }),
  opsets,
  values,
  metadata,
});

/** Models as they may be in memory; none of them makes sense. */
export const arbitraryModel: fc.Arbitrary<Model> = fc.record({
  irVersion: fc.nat(20),
  producerName: text,
  producerVersion: text,
  domain: text,
  modelVersion: fc.nat(),
  docString: text,
  opsets,
  graph,
  functions: fc.array(localFunction, { maxLength: 1 }),
  metadata,
  source: fc.constant(memorySource(new Uint8Array())),
});
