import { describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { aTensor } from '#core/testing/aTensor.ts';
import { DataType } from './dataType.ts';
import { OnnxError } from './error.ts';
import { makeTensor } from './makeTensor.ts';
import type { Tensor, TensorData } from './model.ts';
import { memorySource } from './source.ts';
import { describeTensor, tensorByteLength, tensorBytes, tensorNumbers, tensorValues } from './tensor.ts';

const model = aModel({});

function withData(dataType: number, dims: readonly number[], data: TensorData): Tensor {
  return { name: 'w', dataType, dims, data, docString: '', metadata: [] };
}

describe('the elements of a tensor', () => {
  it('in memory are its bytes and values', async () => {
    const tensor = makeTensor('w', DataType.int16, [2, 2], [1, -1, 256, 0]);
    expect(await tensorBytes(tensor, model)).toEqual(Uint8Array.of(1, 0, 255, 255, 0, 1, 0, 0));
    expect(await tensorValues(tensor, model)).toEqual(Int32Array.of(1, -1, 256, 0));
  });

  it('in another file are read from there', async () => {
    const opened: string[] = [];
    const openExternal = async (location: string) => {
      opened.push(location);
      return memorySource(Uint8Array.of(9, 9, 1, 2, 3));
    };
    const tensor = withData(DataType.uint8, [3], { kind: 'external', location: 'w.bin', offset: 2, length: -1 });
    expect(await tensorValues(tensor, model, openExternal)).toEqual(Uint32Array.of(1, 2, 3));
    expect(opened).toEqual(['w.bin']);
    await expect(tensorValues(tensor, model)).rejects.toThrow(
      "The data of the tensor 'w' is in 'w.bin', which was not given.",
    );
  });

  it('are put together where they come in several chunks', async () => {
    const bytes = Uint8Array.from({ length: 7 << 20 }, (_, index) => index % 251);
    const tensor = withData(DataType.uint8, [bytes.length], { kind: 'file', offset: 0, length: bytes.length });
    expect(Buffer.compare(await tensorBytes(tensor, { source: memorySource(bytes) }), bytes)).toBe(0);
  });

  it('of strings are text', async () => {
    expect(await tensorValues(makeTensor('s', DataType.string, [2], ['ä', '']), model)).toEqual(['ä', '']);
    await expect(tensorBytes(makeTensor('s', DataType.string, [1], ['a']), model)).rejects.toThrow(OnnxError);
  });

  it('are numbers, whatever their type', async () => {
    expect(await tensorNumbers(aTensor('w', 'int64[2]', [-3n, 5n]), model)).toEqual(Float64Array.of(-3, 5));
    expect(await tensorNumbers(aTensor('w', 'float16[1]', [0.1]), model)).toEqual(Float64Array.of(0.0999755859375));
    await expect(tensorNumbers(aTensor('s', 'string[1]'), model)).rejects.toThrow(
      'holds strings where numbers are needed',
    );
  });

  it('of a type that Lathe does not know are still bytes, but no values', async () => {
    const tensor = withData(99, [2], { kind: 'file', offset: 0, length: 3 });
    const home = { source: memorySource(Uint8Array.of(1, 2, 3)) };
    expect(await tensorBytes(tensor, home)).toEqual(Uint8Array.of(1, 2, 3));
    await expect(tensorValues(tensor, home)).rejects.toThrow('type99');
  });

  it('in a field that ends inside a number or has too few are an error', async () => {
    const pieces = [{ offset: 0, length: 3 }];
    const tensor = withData(DataType.int64, [2], { kind: 'field', field: 'int64_data', pieces });
    await expect(tensorBytes(tensor, { source: memorySource(Uint8Array.of(1, 2, 0x80)) })).rejects.toThrow(
      'ends inside a number',
    );
    await expect(tensorBytes(tensor, { source: memorySource(Uint8Array.of(1, 0x80, 1)) })).resolves.toHaveLength(16);
    await expect(tensorBytes(tensor, { source: memorySource(Uint8Array.of(1, 2, 3)) })).rejects.toThrow(
      'has 24 bytes, where 16 are needed',
    );
  });

  it('have a length and a description', () => {
    expect(tensorByteLength(aTensor('w', 'int4[3]'))).toBe(2);
    expect(tensorByteLength(makeTensor('s', DataType.string, [2], ['abc', 'ä']))).toBe(5);
    expect(describeTensor(aTensor('w', 'float16[2,3]'))).toBe('float16 [2, 3]');
  });
});

describe('making a tensor', () => {
  it('takes bytes as they are and elements by their type', () => {
    expect(makeTensor('w', DataType.float32, [1], new Uint8Array(4)).data).toEqual({
      kind: 'memory',
      bytes: new Uint8Array(4),
    });
    expect(makeTensor('w', DataType.float32, [1], [1]).data).toEqual({
      kind: 'memory',
      bytes: Uint8Array.of(0, 0, 128, 63),
    });
  });

  it('refuses another number of elements than the shape has', () => {
    expect(() => makeTensor('w', DataType.float32, [2, 2], [1, 2, 3])).toThrow(
      "The tensor 'w' of shape [2, 2] was given 12 bytes of float32, where 16 are needed.",
    );
    expect(() => makeTensor('s', DataType.string, [2], ['a'])).toThrow('was given 1 strings, where 2 are needed');
    expect(() => makeTensor('w', DataType.float32, [1], ['a'])).toThrow('strings for a numeric type');
  });
});
