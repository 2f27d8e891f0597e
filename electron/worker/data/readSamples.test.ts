import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatheError } from '#core/contract/failure.ts';
import type { Context } from '#electron/worker/context.ts';
import type { DataReader } from './reader.ts';
import { evenIndexes, readSamples } from './readSamples.ts';

const context = (signal = new AbortController().signal): Context => ({
  signal,
  progress: () => undefined,
  log: () => undefined,
  place: { scratch: '', calibrations: '', builds: '' },
});
function reader(count: number, unreadable: readonly number[] = [], error: Error = broken): DataReader {
  return {
    source: 'data',
    count,
    classes: null,
    warnings: [],
    name: (index) => `sample ${index}`,
    label: (index) => index % 2,
    async read(index) {
      if (unreadable.includes(index)) throw error;
      return { x: { type: 'float32', dims: [1], data: Float32Array.of(index) } };
    },
  };
}
const broken = new LatheError({ kind: 'job', reason: 'It is broken.', next: 'Repair it.' });

async function names(of: DataReader, limit = 1000, warnings: string[] = []): Promise<string[]> {
  const all: string[] = [];
  for await (const sample of readSamples(context(), of, limit, warnings)) all.push(sample.name);
  return all;
}

describe('readSamples', () => {
  it('takes samples evenly, in order, each once', () => {
    expect(evenIndexes(10, 4)).toEqual([0, 2, 5, 7]);
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 1, max: 500 }), (count, limit) => {
        const all = evenIndexes(count, limit);
        expect(all).toHaveLength(Math.min(count, limit));
        expect(all).toEqual([...new Set(all)].sort((a, b) => a - b));
        for (const index of all) expect(index).toBeLessThan(count);
      }),
    );
  });

  it('leaves out what cannot be read, with a warning for each', async () => {
    const warnings: string[] = [];
    expect(await names(reader(20, [3, 19]), 1000, warnings)).toHaveLength(18);
    expect(warnings).toEqual(['It is broken. It is left out.', 'It is broken. It is left out.']);
  });

  it('gives up where more than a tenth cannot be read, or the only one', async () => {
    await expect(names(reader(20, [1, 2, 3]))).rejects.toThrow(/3 of 20 samples of data cannot be read/);
    await expect(names(reader(1, [0]))).rejects.toThrow(/It is broken/);
    await expect(names(reader(0))).rejects.toThrow(/data holds no sample/);
  });

  it('does not swallow errors of the program itself', async () => {
    await expect(names(reader(20, [3], new TypeError('a bug')))).rejects.toThrow('a bug');
  });

  it('stops when the job is cancelled', async () => {
    const cancel = new AbortController();
    let seen = 0;
    const run = async () => {
      for await (const _ of readSamples(context(cancel.signal), reader(100), 100, [])) {
        seen += 1;
        if (seen === 3) cancel.abort(new Error('stop'));
      }
    };
    await expect(run()).rejects.toThrow('stop');
    expect(seen).toBe(3);
  });
});
