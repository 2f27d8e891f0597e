import { describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { bytesField, joined, modelWith, numberField, varint } from '#core/testing/wireBytes.ts';
import { DataType } from './dataType.ts';
import type { Model } from './model.ts';
import { readModel } from './read.ts';
import { memorySource } from './source.ts';
import { tensorBytes, tensorValues } from './tensor.ts';

function read(bytes: Uint8Array): Promise<Model> {
  return readModel(memorySource(bytes));
}

describe('reading a model', () => {
  it.each([7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24])('knows opset %i', async (opset) => {
    const model = await read(await bytesOf(aModel({ opset, nodes: ['y = Relu(x)'] })));
    expect(model.opsets).toEqual([{ domain: '', version: opset }]);
  });

  it('takes ai.onnx for the standard domain, on imports and nodes', async () => {
    const node = bytesField(1, bytesField(4, 'Relu'), bytesField(7, 'ai.onnx'));
    const model = await read(joined(bytesField(7, node), bytesField(8, bytesField(1, 'ai.onnx'), numberField(2, 13))));
    expect(model.opsets).toEqual([{ domain: '', version: 13 }]);
    expect(model.graph.nodes[0]).toMatchObject({ opType: 'Relu', domain: '' });
  });

  it('of IR version 3 leaves the weights among the inputs', async () => {
    const model = await read(
      await bytesOf(
        aModel({
          irVersion: 3,
          inputs: { x: 'float32[1]', w: 'float32[1]' },
          initializers: { w: 'float32[1]' },
          nodes: ['y = Add(x, w)'],
        }),
      ),
    );
    expect(model.irVersion).toBe(3);
    expect(model.graph.inputs.map(({ name }) => name)).toEqual(['x', 'w']);
  });

  it('takes the kind of an attribute from its value where an old file does not state it', async () => {
    const attributes = joined(
      bytesField(5, bytesField(1, 'axis'), numberField(3, 2)),
      bytesField(5, bytesField(1, 'shape'), numberField(8, 1), numberField(8, -1)),
      bytesField(5, bytesField(1, 'packed'), bytesField(8, varint(3), varint(300))),
    );
    const model = await read(modelWith(bytesField(1, bytesField(4, 'Old'), attributes)));
    expect(model.graph.nodes[0]?.attributes).toMatchObject([
      { name: 'axis', type: 'int', value: 2n },
      { name: 'shape', type: 'ints', value: BigInt64Array.of(1n, -1n) },
      { name: 'packed', type: 'ints', value: BigInt64Array.of(3n, 300n) },
    ]);
  });

  it('takes the stated kind where an attribute has values of several', async () => {
    const attribute = bytesField(5, bytesField(1, 'a'), numberField(3, 5), bytesField(4, 'text'), numberField(20, 2));
    const model = await read(modelWith(bytesField(1, attribute)));
    expect(model.graph.nodes[0]?.attributes).toMatchObject([{ type: 'int', value: 5n }]);
  });

  it('takes an attribute that states its kind and leaves out zero for zero', async () => {
    const model = await read(modelWith(bytesField(1, bytesField(5, bytesField(1, 'axis'), numberField(20, 2)))));
    expect(model.graph.nodes[0]?.attributes).toMatchObject([{ type: 'int', value: 0n }]);
  });

  it('finds elements that are not packed', async () => {
    const dims = numberField(1, 3);
    const floats = [1.5, -2, 0.25].map((value) =>
      joined(varint(4 * 8 + 5), new Uint8Array(Float32Array.of(value).buffer)),
    );
    const float = bytesField(5, dims, numberField(2, DataType.float32), ...floats);
    const ints = [1, -1, 7].map((value) => numberField(7, value));
    const int = bytesField(5, dims, numberField(2, DataType.int64), ...ints);
    const model = await read(modelWith(float, int));
    const [first, second] = model.graph.initializers;
    expect(first && (await tensorValues(first, model))).toEqual(Float32Array.of(1.5, -2, 0.25));
    expect(second && (await tensorValues(second, model))).toEqual(BigInt64Array.of(1n, -1n, 7n));
  });

  it('leaves tensors without data without data, and says so when they are asked for', async () => {
    const model = await read(modelWith(bytesField(5, numberField(1, 3), numberField(2, 1), bytesField(8, 'w'))));
    const [tensor] = model.graph.initializers;
    expect(tensor).toMatchObject({ name: 'w', dims: [3], data: { kind: 'field', pieces: [] } });
    await expect(tensor && tensorBytes(tensor, model)).rejects.toThrow(
      "The tensor 'w' of type float32 and shape [3] has no data in the file.",
    );
  });

  it('skips fields that it does not know', async () => {
    const unknown = joined(
      numberField(99, 5),
      bytesField(100, 'later'),
      varint(101 * 8 + 5),
      new Uint8Array(4),
      varint(102 * 8 + 1),
      new Uint8Array(8),
    );
    const model = await read(modelWith(unknown, bytesField(2, 'main')));
    expect(model.graph.name).toBe('main');
  });

  it('takes a negative or empty dimension of a value for an unknown one', async () => {
    const dims = joined(
      bytesField(1, numberField(1, -1)),
      bytesField(1, bytesField(2, '')),
      bytesField(1, bytesField(2, 'n')),
      bytesField(1),
    );
    const type = bytesField(2, bytesField(1, numberField(1, 1), bytesField(2, dims)));
    const model = await read(modelWith(bytesField(11, bytesField(1, 'x'), type)));
    expect(model.graph.inputs[0]?.type).toEqual({
      kind: 'tensor',
      elementType: 1,
      shape: [undefined, undefined, 'n', undefined],
    });
  });

  it('keeps the largest model version, which ONNX Runtime writes for none', async () => {
    const model = await read(joined(numberField(5, 2n ** 63n - 1n), bytesField(7)));
    expect(model.modelVersion).toBe(2 ** 63);
    expect((await read(await bytesOf(model))).modelVersion).toBe(2 ** 63);
  });
});
