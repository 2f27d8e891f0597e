import { describe, expect, it } from 'vitest';
import { type SendOne, uploadAll } from './uploadAll.ts';

interface Item {
  readonly name: string;
  readonly file: { readonly size: number };
}
const items: readonly Item[] = Array.from({ length: 20 }, (_, index) => ({
  name: `${index}.png`,
  file: { size: 10 + index },
}));
const total = items.reduce((sum, { file }) => sum + file.size, 0);
const never = new AbortController().signal;

/** Ends after a few turns of the loop, later ones sooner; rejects where it is aborted. */
const slow: SendOne<Item> = async ({ name, file }, progress, signal) => {
  for (let turn = 0; turn < 5 - (file.size % 4); turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (signal.aborted) throw new DOMException('The upload was cancelled.', 'AbortError');
    progress(Math.floor((file.size * turn) / 4));
  }
  return `/uploads/${name}`;
};

describe('uploading many files', () => {
  it('sends several at a time and never more than six, and gives their paths in order', async () => {
    let open = 0;
    let most = 0;
    const send: SendOne<Item> = async (...given) => {
      open += 1;
      most = Math.max(most, open);
      const path = await slow(...given);
      open -= 1;
      return path;
    };
    expect(await uploadAll(items, send, () => {}, never)).toEqual(items.map(({ name }) => `/uploads/${name}`));
    expect(most).toBe(6);
    expect(await uploadAll([], send, () => {}, never)).toEqual([]);
  });

  it('tells how much of all has arrived, never less than before, and all at the end', async () => {
    const told: number[] = [];
    await uploadAll(items, slow, (sent) => told.push(sent.bytes), never);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(total);
  });

  it('ends with the first failure, which stops the others', async () => {
    const started: string[] = [];
    const send: SendOne<Item> = async (item, progress, signal) => {
      started.push(item.name);
      if (item.name === '3.png') throw new Error('no room');
      return slow(item, progress, signal);
    };
    await expect(uploadAll(items, send, () => {}, never)).rejects.toThrow('no room');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(started.length).toBeLessThanOrEqual(7);
  });

  it('can be cancelled, and sends nothing more then', async () => {
    const abort = new AbortController();
    const started: string[] = [];
    const send: SendOne<Item> = async (item, progress, signal) => {
      started.push(item.name);
      if (started.length === 6) setTimeout(() => abort.abort());
      return slow(item, progress, signal);
    };
    await expect(uploadAll(items, send, () => {}, abort.signal)).rejects.toMatchObject({ name: 'AbortError' });
    const before = started.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(started.length).toBe(before);
    expect(before).toBeLessThan(items.length);
  });
});
