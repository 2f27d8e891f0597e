import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '#core/onnx/source.ts';
import { rememberReads } from './rememberReads.ts';

const bytes = Uint8Array.from({ length: 5_000 }, (_, place) => (place * 7919) % 251);

function counted(of: Uint8Array) {
  const reads: number[] = [];
  const file: ByteSource = {
    size: of.length,
    async read(offset, length) {
      if (offset < 0 || offset + length > of.length) throw new RangeError('outside');
      reads.push(length);
      return of.slice(offset, offset + length);
    },
  };
  return { file, reads };
}

describe('rememberReads', () => {
  it('gives the same bytes as the file, whatever was read before', async () => {
    const range = fc
      .nat({ max: 4_999 })
      .chain((offset) => fc.tuple(fc.constant(offset), fc.nat({ max: 5_000 - offset })));
    await fc.assert(
      fc.asyncProperty(fc.array(range, { maxLength: 30 }), async (ranges) => {
        const { source } = rememberReads(counted(bytes).file);
        for (const [offset, length] of ranges) {
          expect(await source.read(offset, length)).toEqual(bytes.slice(offset, offset + length));
        }
      }),
    );
  });

  it('reads what lies in an earlier read no second time, until it forgets', async () => {
    const { file, reads } = counted(bytes);
    const { source, forget } = rememberReads(file);
    await source.read(100, 900);
    await source.read(950, 1_000);
    await source.read(110, 8);
    await source.read(1_500, 300);
    await source.read(960, 10);
    expect(reads).toEqual([900, 1_000]);
    forget();
    await source.read(110, 8);
    await source.read(110, 8);
    expect(reads).toEqual([900, 1_000, 8, 8]);
  });

  it('keeps no more than a few megabytes', async () => {
    const { file, reads } = counted(new Uint8Array(20 << 20));
    const { source } = rememberReads(file);
    await source.read(0, 6 << 20);
    await source.read(6 << 20, 6 << 20);
    await source.read(100, 10);
    await source.read(7 << 20, 10);
    expect(reads.slice(2)).toEqual([10]);
    await expect(source.read(-1, 4)).rejects.toThrow(RangeError);
  });
});
