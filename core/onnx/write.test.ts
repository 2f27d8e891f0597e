import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aGraph, aModel } from '#core/testing/aModel.ts';
import { arbitraryModel } from '#core/testing/arbitraryModel.ts';
import { aTensor } from '#core/testing/aTensor.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { describeModel } from '#core/testing/describeModel.ts';
import { joined } from '#core/testing/wireBytes.ts';
import { OnnxError } from './error.ts';
import type { Model, Tensor } from './model.ts';
import { readModel } from './read.ts';
import { memorySource } from './source.ts';
import { tensorBytes, tensorValues } from './tensor.ts';
import { modelSize, planWrite, writeData, writeModel } from './write.ts';

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) {
    parts.push(chunk);
  }
  return joined(...parts);
}

describe('writing a model', () => {
  it('and reading it gives the same model', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryModel, async (model) => {
        const bytes = await bytesOf(model);
        const read = await readModel(memorySource(bytes));
        expect(await describeModel(read, hash)).toEqual(await describeModel(model, hash));
        expect(await bytesOf(read)).toEqual(bytes);
        expect(modelSize(model)).toBe(bytes.length);
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same bytes every time', async () => {
    const model = aModel({
      nodes: [['y = Conv(x, w)', { pads: [1, 1, 1, 1] }]],
      initializers: { w: 'float32[8,3,3,3]' },
    });
    expect(await bytesOf(model)).toEqual(await bytesOf(model));
  });

  it('keeps typed fields as they are, packed or not', async () => {
    const bytes = await bytesOf(aModel({ initializers: { w: 'float32[1]' } }));
    const tensor: Tensor = {
      ...aTensor('w', 'int64[3]'),
      data: {
        kind: 'field',
        field: 'int64_data',
        pieces: [0, 1, 3].map((offset, index) => ({ offset, length: index + 1 })),
      },
    };
    const source = memorySource(Uint8Array.of(5, 0xac, 0x02, 0x80, 0x80, 0x01));
    const model: Model = { ...aModel({}), graph: { ...aGraph({}), initializers: [tensor] }, source };
    const read = await readModel(memorySource(await bytesOf(model)));
    const [again] = read.graph.initializers;
    expect(again?.data).toMatchObject({ kind: 'field', pieces: [{ length: 6 }] });
    expect(again && (await tensorValues(again, read))).toEqual(BigInt64Array.of(5n, 300n, 16384n));
    expect(bytes.length).toBeGreaterThan(0);
  });

  it('copies weights in chunks, never whole', async () => {
    const length = 40 << 20;
    const reads: number[] = [];
    const zeros = new Uint8Array(4 << 20);
    const source = {
      size: length,
      read: async (_: number, wanted: number) => {
        reads.push(wanted);
        return zeros.subarray(0, wanted);
      },
    };
    const tensor: Tensor = {
      ...aTensor('w', 'float32[0]'),
      dims: [length / 4],
      data: { kind: 'file', offset: 0, length },
    };
    const model: Model = { ...aModel({}), graph: { ...aGraph({}), initializers: [tensor] }, source };
    let written = 0;
    for await (const chunk of writeModel(model)) {
      expect(chunk.length).toBeLessThanOrEqual(4 << 20);
      written += chunk.length;
    }
    expect(Math.max(...reads)).toBeLessThanOrEqual(4 << 20);
    expect(written).toBe(modelSize(model));
  });

  it('stops where the source gives other bytes than it had', async () => {
    const source = { size: 8, read: async () => new Uint8Array(3) };
    const tensor: Tensor = { ...aTensor('w', 'float32[2]'), data: { kind: 'file', offset: 0, length: 8 } };
    const model: Model = { ...aModel({}), graph: { ...aGraph({}), initializers: [tensor] }, source };
    await expect(bytesOf(model)).rejects.toThrow('has 3 bytes where 8 were announced');
  });
});

describe('external data', () => {
  const elsewhere: Tensor = {
    ...aTensor('w', 'float32[2]'),
    data: { kind: 'external', location: 'w.bin', offset: 4, length: 8, checksum: 'c' },
  };
  const model = aModel({ nodes: ['y = Add(x, w)'], initializers: { w: elsewhere } });
  const file = new Uint8Array(Float32Array.of(0, 1.5, -2).buffer);
  const openExternal = async () => memorySource(file);

  it('stays where it is', async () => {
    const read = await readModel(memorySource(await bytesOf(model)));
    expect(read.graph.initializers[0]?.data).toEqual(elsewhere.data);
  });

  it('comes into the file where that is asked for', async () => {
    const bytes = await gathered(writeModel(model, { external: 'inline', openExternal }));
    const read = await readModel(memorySource(bytes));
    const [tensor] = read.graph.initializers;
    expect(tensor?.data.kind).toBe('file');
    expect(tensor && (await tensorValues(tensor, read))).toEqual(Float32Array.of(1.5, -2));
  });

  it('that cannot be opened is named', async () => {
    await expect(gathered(writeModel(model, { external: 'inline' }))).rejects.toThrow(
      "The data of the tensor 'w' is in 'w.bin', which was not given.",
    );
    const short = async () => memorySource(file.subarray(0, 8));
    await expect(gathered(writeModel(model, { external: 'inline', openExternal: short }))).rejects.toThrow(
      'which has 8',
    );
  });
});

describe('weights beside the model', () => {
  const inner = aGraph({ nodes: ['z = Add(x, inner)'], initializers: { inner: 'float32[512]' } });
  const model = aModel({
    nodes: [
      ['y = If(c)', { then_branch: inner }],
      ['k = Constant()', { value: aTensor('k', 'float32[600]') }],
    ],
    initializers: {
      large: 'float32[20000]',
      small: 'float32[255]',
      kib: 'float16[512]',
      int4: 'int4[2047]',
      names: 'string[2000]',
    },
  });
  const options = { dataLocation: 'model.data' };

  it('are in one file, aligned, in the order of the model', async () => {
    const read = await readModel(memorySource(await gathered(writeModel(model, options))));
    const places = [...read.graph.initializers, ...graphOf(read)].map(({ name, data }) => [
      name,
      data.kind === 'external' ? data.offset : data.kind,
    ]);
    expect(places).toEqual([
      ['large', 0],
      ['small', 'file'],
      ['kib', 80000],
      ['int4', 81024],
      ['names', 'strings'],
      ['inner', 82048],
    ]);
    const plan = planWrite(model, options);
    expect(plan.dataLength).toBe(82048 + 2048);
    expect(modelSize(model, options)).toBe(plan.modelLength + plan.dataLength);
  });

  function graphOf(read: Model): readonly Tensor[] {
    const attribute = read.graph.nodes[0]?.attributes[0];
    return attribute?.type === 'graph' ? attribute.value.initializers : [];
  }

  it('are the same bytes after reading, and come back into the file', async () => {
    const data = await gathered(writeData(model, options));
    expect(data).toHaveLength(planWrite(model, options).dataLength);
    const openExternal = async () => memorySource(data);
    const read = await readModel(memorySource(await gathered(writeModel(model, options))));
    for (const [index, tensor] of model.graph.initializers.entries()) {
      const again = read.graph.initializers[index];
      if (again !== undefined && tensor.data.kind !== 'strings') {
        expect(await tensorBytes(again, read, openExternal)).toEqual(await tensorBytes(tensor, model));
      }
    }
    const inline = await gathered(writeModel(read, { external: 'inline', openExternal }));
    expect(inline).toEqual(await bytesOf(model));
  });

  it('do not take what is beside the model already, unless it is brought in', () => {
    const elsewhere: Tensor = {
      ...aTensor('w', 'float32[512]'),
      data: { kind: 'external', location: 'old.bin', offset: 0, length: -1 },
    };
    const other = aModel({ initializers: { w: elsewhere } });
    expect(planWrite(other, options).dataLength).toBe(0);
    expect(planWrite(other, { ...options, external: 'inline' }).dataLength).toBe(2048);
  });

  it('may not be outside the model’s folder', () => {
    expect(() => planWrite(model, { dataLocation: '../model.data' })).toThrow(OnnxError);
    expect(() => modelSize(model, { dataLocation: '' })).toThrow('names no file');
  });
});
