import { describe, expect, it } from 'vitest';
import { fileSource } from './fileSource.ts';

const bytesOf = (length: number) => Uint8Array.from({ length }, (_, place) => place % 251);

describe('fileSource', () => {
  for (const length of [1_000, 9 << 20]) {
    it(`gives any range of a file of ${length} bytes`, async () => {
      const bytes = bytesOf(length);
      const source = fileSource(new File([bytes], 'model.onnx'));
      expect(source.size).toBe(length);
      expect(await source.read(length - 10, 10)).toEqual(bytes.slice(-10));
      expect(await source.read(3, 500)).toEqual(bytes.slice(3, 503));
      await expect(source.read(length - 1, 2)).rejects.toThrow(RangeError);
    });
  }

  it('gives each its own of the parts that are asked for at once, the refused one apart', async () => {
    const bytes = bytesOf(3 << 20);
    const source = fileSource(new File([bytes], 'model.onnx'));
    const places = [
      [70_000, 16],
      [0, 0],
      [5, 1 << 20],
      [70_008, 200_000],
      [1, 3],
    ] as const;
    const refused = expect(source.read(bytes.length, 1)).rejects.toThrow(RangeError);
    const parts = await Promise.all(places.map(([offset, length]) => source.read(offset, length)));
    expect(parts).toEqual(places.map(([offset, length]) => bytes.slice(offset, offset + length)));
    await refused;
  });

  it('tells everybody who asked that the file is gone', async () => {
    const file = new File([bytesOf(1_000)], 'model.onnx');
    const source = fileSource(
      Object.assign(file, {
        slice: () => {
          throw new DOMException('gone', 'NotReadableError');
        },
      }),
    );
    const asked = [source.read(0, 10), source.read(500, 10)].map((read) => read.catch(({ message }: Error) => message));
    expect(await Promise.all(asked)).toEqual(['gone', 'gone']);
  });
});
