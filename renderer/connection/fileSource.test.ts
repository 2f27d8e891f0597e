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
});
