import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockBytes, blockSource, longestRead } from './blockSource.ts';

const size = 10 * blockBytes + 12_345;
const file = new Uint8Array(size).map((_, index) => (index * 2654435761) >>> 24);

function counted() {
  const calls: (readonly [number, number])[] = [];
  const source = blockSource(size, async (offset, length) => {
    calls.push([offset, length]);
    return file.slice(offset, offset + length);
  });
  return { calls, source };
}

describe('a block source', () => {
  it('returns the file’s own bytes for any range', async () => {
    const { source } = counted();
    await fc.assert(
      fc.asyncProperty(fc.nat(size), fc.nat(6 * blockBytes), async (offset, length) => {
        const end = Math.min(size, offset + length);
        const bytes = await source.read(offset, end - offset);
        expect(bytes.length).toBe(end - offset);
        expect(bytes.every((byte, index) => byte === file[offset + index])).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('asks once for a block that is read twice, also at the same time', async () => {
    const { source, calls } = counted();
    await Promise.all([source.read(10, 20), source.read(4000, 50)]);
    await source.read(blockBytes - 8, 8);
    expect(calls).toEqual([[0, blockBytes]]);
  });

  it('never asks for more than the host gives in one call', async () => {
    const { source, calls } = counted();
    await source.read(0, size);
    expect(Math.max(...calls.map(([, length]) => length))).toBeLessThanOrEqual(longestRead);
  });

  it('asks again after a failed read', async () => {
    let broken = true;
    const source = blockSource(100, async (offset, length) => {
      if (broken) throw new Error('gone');
      return file.slice(offset, offset + length);
    });
    await expect(source.read(0, 10)).rejects.toThrow('gone');
    broken = false;
    expect(await source.read(0, 10)).toEqual(file.slice(0, 10));
  });

  it('refuses a range that leaves the file', async () => {
    await expect(counted().source.read(size - 1, 2)).rejects.toThrow(RangeError);
  });
});
