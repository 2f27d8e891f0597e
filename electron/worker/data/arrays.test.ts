import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DataType } from '#core/onnx/dataType.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import { writeNpy } from '#core/onnx/npy.ts';
import { memorySource } from '#core/onnx/source.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import type { Values } from '#electron/worker/value.ts';
import { aZip } from './aZip.ts';
import { openData } from './openData.ts';

const home = mkdtempSync(join(tmpdir(), 'lathe-arrays-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function npy(dims: readonly number[], dataType: number = DataType.float32, first = 0): Promise<Uint8Array> {
  const count = dims.reduce((product, size) => product * size, 1);
  const values = Array.from({ length: count }, (_, index) => first + index);
  const tensor = makeTensor('array', dataType, dims, dataType === DataType.int64 ? values.map(BigInt) : values);
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeNpy(tensor, { source: memorySource(new Uint8Array()) })) chunks.push(chunk);
  return Buffer.concat(chunks);
}
function file(name: string, bytes: Uint8Array): string {
  const path = join(home, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}
const x: Port = { name: 'x', type: 'float32', shape: ['batch', 2, 3] };
const ids: Port = { name: 'ids', type: 'int64', shape: ['batch', 'length'] };

describe('a .npy file', () => {
  it('has its samples along the first axis', async () => {
    const reader = await openData(file('many.npy', await npy([5, 2, 3])), null, [x]);
    expect(reader.count).toBe(5);
    expect(await reader.read(4)).toEqual({
      x: { type: 'float32', dims: [1, 2, 3], data: Float32Array.from([24, 25, 26, 27, 28, 29]) },
    });
  });

  it('is one sample without its batch axis, or as many fixed batches as it holds', async () => {
    const single = await openData(file('one.npy', await npy([2, 3])), null, [x]);
    expect(single.count).toBe(1);
    expect((await single.read(0)).x?.dims).toEqual([1, 2, 3]);
    const batches = await openData(file('batches.npy', await npy([9, 2, 3])), null, [{ ...x, shape: [4, 2, 3] }]);
    expect(batches.count).toBe(2);
    expect((await batches.read(1)).x?.data[0]).toBe(24);
    const whole = await openData(file('whole.npy', await npy([3, 4, 2, 3])), null, [{ ...x, shape: [4, 2, 3] }]);
    expect(whole.count).toBe(3);
  });

  it('is read into the memory of a sample that was given back, and of no other', async () => {
    const reader = await openData(file('again.npy', await npy([5, 2, 3])), null, [x]);
    const memoryOf = ({ x }: Values) => (x?.data instanceof Float32Array ? x.data.buffer : undefined);
    const [first, second] = [await reader.read(0), await reader.read(1)];
    reader.reuse?.(first);
    const third = await reader.read(2);
    expect(memoryOf(third)).toBeInstanceOf(ArrayBuffer);
    expect(memoryOf(third)).toBe(memoryOf(first));
    expect(third.x?.data).toEqual(Float32Array.from([12, 13, 14, 15, 16, 17]));
    expect(second.x?.data).toEqual(Float32Array.from([6, 7, 8, 9, 10, 11]));
    const fourth = await reader.read(3);
    expect(third.x?.data).toEqual(Float32Array.from([12, 13, 14, 15, 16, 17]));
    expect(fourth.x?.data).toEqual(Float32Array.from([18, 19, 20, 21, 22, 23]));
  });

  it('is refused with both shapes named, or both types', async () => {
    await expect(openData(file('wrong.npy', await npy([5, 3, 2])), null, [x])).rejects.toThrow(
      /wrong\.npy has the shape \[5, 3, 2\], and the input 'x' takes \[batch, 2, 3\]/,
    );
    await expect(openData(file('float.npy', await npy([5, 8])), null, [ids])).rejects.toThrow(
      /holds float32, and the input 'ids' takes int64/,
    );
  });

  it('is refused when it is cut off or something else', async () => {
    const path = file('cut.npy', await npy([5, 2, 3]));
    truncateSync(path, 150);
    await expect(openData(path, null, [x])).rejects.toThrow(/cut\.npy: .*bytes/);
    await expect(openData(file('text.npy', Buffer.from('no array')), null, [x])).rejects.toThrow(/text\.npy/);
  });

  it('warns where bytes go unscaled into a float input', async () => {
    const reader = await openData(file('bytes.npy', await npy([5, 2, 3], DataType.uint8)), null, [x]);
    expect(reader.warnings.join()).toMatch(/unscaled/);
  });
});

describe('a folder of .npy files', () => {
  it('has a sample in each file, with or without the batch axis', async () => {
    file('folder/10.npy', await npy([1, 2, 3], DataType.float32, 100));
    file('folder/9.npy', await npy([2, 3]));
    const reader = await openData(join(home, 'folder'), null, [x]);
    expect(reader.count).toBe(2);
    const all = [await reader.read(0), await reader.read(1)];
    expect(all.map((values) => values.x?.dims)).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(all.map((values) => values.x?.data[0]).sort()).toEqual([0, 100]);
  });
});

describe('a .npz file', () => {
  for (const deflate of [false, true]) {
    it(`feeds inputs by name and carries labels, ${deflate ? 'deflated' : 'stored'}`, async () => {
      const zip = aZip(
        {
          'ids.npy': await npy([4, 7], DataType.int64),
          'x.npy': await npy([4, 2, 3]),
          'labels.npy': await npy([4], DataType.int64, 3),
        },
        deflate,
      );
      const reader = await openData(file(`named-${deflate}.npz`, zip), null, [x, ids]);
      expect(reader.count).toBe(4);
      expect([0, 1, 2, 3].map(reader.label)).toEqual([3, 4, 5, 6]);
      const values = await reader.read(2);
      expect(values.ids).toEqual({
        type: 'int64',
        dims: [1, 7],
        data: BigInt64Array.from([14n, 15n, 16n, 17n, 18n, 19n, 20n]),
      });
      expect(values.x?.data[0]).toBe(12);
    });
  }

  it('may call the array of a single input what it likes, but not those of several', async () => {
    const zip = aZip({ 'arr_0.npy': await npy([4, 2, 3]), 'y.npy': await npy([4], DataType.int64) });
    const path = file('unnamed.npz', zip);
    expect((await openData(path, null, [x])).count).toBe(4);
    await expect(openData(path, null, [x, ids])).rejects.toThrow(/no array for the input 'x'; it holds 'arr_0', 'y'/);
  });

  it('is refused where counts differ, labels do not fit or the archive is damaged', async () => {
    const uneven = aZip({ 'x.npy': await npy([4, 2, 3]), 'ids.npy': await npy([3, 7], DataType.int64) });
    await expect(openData(file('uneven.npz', uneven), null, [x, ids])).rejects.toThrow(
      /4 samples for 'x' and 3 for 'ids'/,
    );
    const labels = aZip({ 'x.npy': await npy([4, 2, 3]), 'y.npy': await npy([4, 2]) });
    await expect(openData(file('labels.npz', labels), null, [x])).rejects.toThrow(/'y' of .* is float32 \[4, 2\]/);
    const damaged = aZip({ 'x.npy': await npy([4, 2, 3]) }, true);
    await expect(openData(file('cut.npz', damaged.subarray(0, damaged.length - 30)), null, [x])).rejects.toThrow(
      /cut\.npz cannot be read as a \.npz file/,
    );
    damaged.fill(0xff, 60, 80);
    await expect(openData(file('bent.npz', damaged), null, [x])).rejects.toThrow(/bent\.npz cannot be read/);
  });
});
