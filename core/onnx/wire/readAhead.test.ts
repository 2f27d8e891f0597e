import { describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { readModel } from '../read.ts';
import type { ByteSource } from '../source.ts';
import { Jumps } from './jumps.ts';
import { ReadAhead } from './readAhead.ts';

/** Counts how often somebody waited: a read that began while nothing was on its way. */
function slowFile(bytes: Uint8Array) {
  const counted = { reads: 0, read: 0, waits: 0, onTheirWay: 0 };
  const source: ByteSource = {
    size: bytes.length,
    async read(offset, length) {
      if (offset < 0 || offset + length > bytes.length) throw new RangeError('outside');
      counted.reads += 1;
      counted.read += length;
      if (counted.onTheirWay === 0) counted.waits += 1;
      counted.onTheirWay += 1;
      await new Promise((resolve) => setTimeout(resolve, 1));
      counted.onTheirWay -= 1;
      return bytes.slice(offset, offset + length);
    },
  };
  return { source, counted };
}

const layers = 24;
/** Layers of three weights each; the names of the later ones are a letter longer. */
const network = () => {
  const initializers: Record<string, string> = {};
  for (let layer = 0; layer < layers; layer++) {
    for (const [part, elements] of [
      ['query', 70_000],
      ['bias', 100],
      ['output', 110_000],
    ]) {
      initializers[`encoder.layer.${layer}.${part}`] = `float32[${elements}]`;
    }
  }
  return aModel({ nodes: ['y = Relu(x)'], initializers });
};

describe('reading ahead', () => {
  it('waits seldom for the weights of layers that are alike, and does not read them', async () => {
    const { source, counted } = slowFile(await bytesOf(network()));
    const model = await readModel(source);
    expect(model.graph.initializers).toHaveLength(3 * layers);
    expect(counted.waits).toBeLessThan(layers);
    expect(counted.read).toBeLessThan(source.size / 2);
  });

  it('gives the bytes that were asked for, wherever they lie', async () => {
    const bytes = Uint8Array.from({ length: 900_000 }, (_, place) => (place * 7919) % 251);
    const { source } = slowFile(bytes);
    const ahead = new ReadAhead(source);
    let offset = 0;
    for (const step of [10, 70_000, 100, 130_000, 5, 200_000, 80_000, 5, 200_000, 30]) {
      const found = await ahead.read(offset, 20);
      expect(found.bytes.subarray(found.at, found.at + 20)).toEqual(bytes.subarray(offset, offset + 20));
      offset += step;
    }
  });

  it('fails by what was asked for, not by what was read in vain', async () => {
    const { source } = slowFile(new Uint8Array(400_000));
    const failing: ByteSource = {
      size: source.size,
      read: (offset, length) => (offset > 100_000 ? Promise.reject(new Error('gone')) : source.read(offset, length)),
    };
    const ahead = new ReadAhead(failing);
    expect((await ahead.read(0, 20)).bytes.length).toBeGreaterThanOrEqual(20);
    await expect(ahead.read(200_000, 20)).rejects.toThrow('gone');
  });
});

describe('Jumps', () => {
  const follow = (lengths: readonly number[]) => {
    const jumps = new Jumps();
    let at = 0;
    let guesses = jumps.next(at);
    for (const length of lengths) {
      at += length;
      guesses = jumps.next(at);
    }
    return guesses.map((guess) => guess - at);
  };

  it('guesses nothing where no jump was like the last', () => {
    expect(follow([])).toEqual([]);
    expect(follow([100_000])).toEqual([]);
    expect(follow([100_000, 300_000, 700_000])).toEqual([]);
  });

  it('goes on as it went after the most alike row of jumps', () => {
    expect(follow([1e6, 1e6, 2e6, 5e6, 1e6, 1e6]).slice(0, 4)).toEqual([2e6, 7e6, 8e6, 9e6]);
    expect(follow([1e6, 2e6, 3e6, 9e6, 2e6, 7e6, 1e6 + 8, 2e6 - 8]).slice(0, 4)).toEqual([3e6, 12e6, 14e6, 21e6]);
  });

  it('goes on in a run of equal jumps, further the longer the run', () => {
    const run = (jumps: number) => Array.from({ length: jumps }, (_, step) => 4e6 * (step + 1));
    expect(follow([4e6, 4e6])).toEqual(run(4));
    expect(follow([4e6, 4e6, 4e6])).toEqual(run(8));
    expect(follow(Array.from({ length: 50 }, () => 4e6))).toEqual(run(32));
  });
});
