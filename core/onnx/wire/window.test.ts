import { describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { readModel } from '../read.ts';
import type { ByteSource } from '../source.ts';

/** Gives exactly what is asked for, in memory of its own, as a file does. */
function fileLike(bytes: Uint8Array): ByteSource & { readonly reads: number[] } {
  const reads: number[] = [];
  return {
    size: bytes.length,
    reads,
    read: async (offset, length) => {
      reads.push(length);
      return bytes.slice(offset, offset + length);
    },
  };
}

describe('a model of many windows', () => {
  const count = 20_000;
  const name = (index: number) => `/encoder/layer.${index >> 6}/Conv_${index}_output_0`;
  const lines = Array.from(
    { length: count },
    (_, index) => `${name(index)} = Conv(${index === 0 ? 'x' : name(index - 1)}, w)`,
  );
  const comment = 'ä'.repeat(700_000);
  const model = {
    ...aModel({
      nodes: lines.map((line) => [line, { pads: [1, 1, 300, -1] }]),
      initializers: { w: 'float32[600000]' },
    }),
    docString: comment,
  };

  it('is read whole, whatever stands across the border of two', async () => {
    const source = fileLike(await bytesOf(model));
    const read = await readModel(source);
    expect(source.size).toBeGreaterThan(5 << 20);
    expect(read.graph.nodes.map(({ outputs }) => outputs[0])).toEqual(
      Array.from({ length: count }, (_, index) => name(index)),
    );
    expect(
      read.graph.nodes.every(({ attributes }) => attributes[0]?.type === 'ints' && attributes[0].value[2] === 300n),
    ).toBe(true);
    expect(read.docString).toBe(comment);
  });

  it('is read with few reads and never with its weights', async () => {
    const source = fileLike(await bytesOf(model));
    await readModel(source);
    const total = source.reads.reduce((sum, length) => sum + length, 0);
    expect(source.reads.length).toBeLessThan(20);
    expect(total).toBeLessThan(source.size - 4 * 600_000 + (2 << 20));
  });

  it('is read within two seconds, on a busy machine too', async () => {
    const source = fileLike(await bytesOf(model));
    await readModel(source);
    const start = performance.now();
    await readModel(source);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('a file that is still being written', () => {
  it('is named as such', async () => {
    const bytes = await bytesOf(aModel({ nodes: ['y = Relu(x)'] }));
    const source: ByteSource = { size: bytes.length, read: async (offset) => bytes.slice(offset, offset + 5) };
    await expect(readModel(source)).rejects.toThrow('The file gave 5 bytes where it has');
  });
});
