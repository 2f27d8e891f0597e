import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataType } from './dataType.ts';
import { makeTensor } from './makeTensor.ts';
import type { Tensor } from './model.ts';
import { memorySource } from './source.ts';
import { tensorNumbers } from './tensor.ts';
import { numberReader } from './tensorFloats.ts';

/** A source that lends, as files do, over the bytes of tensors one after the other. */
function sourceOf(chunks: readonly Uint8Array[]) {
  const bytes = Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
  const plain = memorySource(bytes);
  return {
    ...plain,
    async readInto(offset: number, into: Uint8Array) {
      into.set(await plain.read(offset, into.length));
    },
  };
}

/** Tensors of any float type and where they lie in a source with a byte before each, so that none is aligned. */
function homeOf(values: readonly (readonly number[])[], dataType: number) {
  const made = values.map((numbers, place) => makeTensor(`t${place}`, dataType, [numbers.length], numbers));
  const bytes = made.map(({ data }) => (data.kind === 'memory' ? data.bytes : new Uint8Array()));
  const source = sourceOf(bytes.flatMap((one) => [new Uint8Array(1), one]));
  let end = 0;
  const tensors = made.map((tensor, place): Tensor => {
    const length = bytes[place]?.length ?? 0;
    end += 1 + length;
    return { ...tensor, data: { kind: 'file', offset: end - length, length } };
  });
  return { source, tensors };
}

describe('numberReader', () => {
  it('reads each tensor as tensorNumbers does, larger and smaller ones in turn', async () => {
    const numbers = fc.array(fc.float({ noNaN: true }), { maxLength: 40 });
    const types = fc.constantFrom(DataType.float32, DataType.float64, DataType.float16);
    await fc.assert(
      fc.asyncProperty(fc.array(numbers, { minLength: 1, maxLength: 6 }), types, async (values, dataType) => {
        const { source, tensors } = homeOf(values, dataType);
        const read = numberReader({ source });
        for (const tensor of tensors) {
          expect(Array.from(await read(tensor))).toEqual(Array.from(await tensorNumbers(tensor, { source })));
        }
      }),
    );
  });

  it('reads the next tensor into the memory of the one before', async () => {
    const { source, tensors } = homeOf(
      [
        [1, 2, 3],
        [4, 5],
      ],
      DataType.float32,
    );
    const read = numberReader({ source });
    const [first, second] = [await read(tensors[0] as Tensor), await read(tensors[1] as Tensor)];
    expect(second.buffer).toBe(first.buffer);
    expect([...second]).toEqual([4, 5]);
  });

  it('reads what lies in another file, and refuses a range that leaves it', async () => {
    const { source, tensors } = homeOf([[1, 2, 3]], DataType.float32);
    const place = { kind: 'external' as const, location: 'w.bin', offset: 1, length: 12 };
    const read = numberReader({ source: memorySource(new Uint8Array()) }, async () => source);
    const tensor = { ...(tensors[0] as Tensor), data: place };
    expect([...(await read(tensor))]).toEqual([1, 2, 3]);
    await expect(read({ ...tensor, data: { ...place, offset: 5 } })).rejects.toThrow(/needs bytes 5 to 17/);
  });
});
