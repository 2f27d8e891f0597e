import { describe, expect, it } from 'vitest';
import { aGraph, aModel } from '#core/testing/aModel.ts';
import { aTensor } from '#core/testing/aTensor.ts';
import type { Model, Tensor } from './model.ts';
import { readModel } from './read.ts';
import type { ByteSource } from './source.ts';
import { tensorValues } from './tensor.ts';
import { tensorChunks } from './tensorChunks.ts';
import { measure } from './wire/measure.ts';
import { encodeParts, type Part } from './wire/parts.ts';
import { planWrite } from './write.ts';
import { layoutOf } from './writing/layout.ts';
import { modelWriter } from './writing/model.ts';

const gibibyte = 2 ** 30;
const zeros = new Uint8Array(4 << 20);

/** Weights that exist nowhere: zeros, as many as one likes. */
function hole(name: string, length: number): Tensor {
  return { ...aTensor(name, 'uint8[0]'), dims: [length], data: { kind: 'file', offset: 0, length } };
}

function largeModel(...lengths: readonly number[]): Model {
  const holes = lengths.map((length, index) => hole(`hole ${index}`, length));
  const constant = ['k = Constant()', { value: hole('constant', gibibyte) }] as const;
  const source: ByteSource = { size: 2 ** 40, read: async (_, length) => zeros.subarray(0, length) };
  return {
    ...aModel({}),
    graph: {
      ...aGraph({ nodes: ['y = Relu(x)', constant, 'z = Relu(y)'] }),
      initializers: [...holes, aTensor('last', 'int32[2]', [7, 8])],
    },
    source,
  };
}

/** The file of a model as a source: the structure is there, the weights are made when they are read. */
function sparseSource(model: Model): ByteSource & { readonly reads: { count: number; bytes: number } } {
  const write = modelWriter(layoutOf(model, {}));
  const measured = measure(write);
  const parts = encodeParts(write, measured);
  const reads = { count: 0, bytes: 0 };
  return {
    size: measured.total,
    reads,
    read: async (offset, length) => {
      reads.count += 1;
      reads.bytes += length;
      const bytes = new Uint8Array(length);
      let start = 0;
      for (const part of parts) {
        copyPart(part, start - offset, bytes);
        start += lengthOf(part);
      }
      return bytes;
    },
  };
}

function lengthOf(part: Part): number {
  return part.kind === 'bytes' ? part.bytes.length : part.length;
}

function copyPart(part: Part, at: number, into: Uint8Array): void {
  if (part.kind === 'bytes' && at < into.length && at + part.bytes.length > 0) {
    const from = Math.max(-at, 0);
    into.set(part.bytes.subarray(from, from + into.length - Math.max(at, 0)), Math.max(at, 0));
  }
}

describe('a model of 13 GiB', () => {
  const model = largeModel(3 * gibibyte, 5 * gibibyte, 4 * gibibyte + 1);
  const source = sparseSource(model);

  it('is read with a few small reads', async () => {
    const read = await readModel(source);
    expect(source.size).toBeGreaterThan(13 * gibibyte);
    expect(read.graph.nodes.map(({ opType }) => opType)).toEqual(['Relu', 'Constant', 'Relu']);
    expect(read.graph.initializers.map(({ dims }) => dims[0])).toEqual([
      3 * gibibyte,
      5 * gibibyte,
      4 * gibibyte + 1,
      2,
    ]);
    expect(source.reads.count).toBeLessThan(10);
    expect(source.reads.bytes).toBeLessThan(1 << 20);
  });

  it('has its small tensors behind the large ones', async () => {
    const read = await readModel(source);
    const last = read.graph.initializers.at(-1);
    expect(last?.data.kind === 'file' && last.data.offset).toBeGreaterThan(13 * gibibyte);
    expect(last && (await tensorValues(last, read))).toEqual(Int32Array.of(7, 8));
  });

  it('gives its weights in chunks', async () => {
    const read = await readModel(source);
    const first = read.graph.initializers[0] as Tensor;
    let chunks = 0;
    for await (const chunk of tensorChunks(first, read)) {
      expect(chunk.length).toBeLessThanOrEqual(4 << 20);
      chunks += 1;
      if (chunks === 3) {
        break;
      }
    }
    expect(chunks).toBe(3);
  });

  it('is not written as one file, but with its weights beside it', async () => {
    expect(() => planWrite(model)).toThrow('more than the 2 GiB that an ONNX file may have');
    const { graph } = model;
    const without = { ...model, graph: { ...graph, nodes: graph.nodes.filter(({ opType }) => opType !== 'Constant') } };
    const plan = planWrite(without, { dataLocation: 'model.data' });
    expect(plan.modelLength).toBeLessThan(2000);
    expect(plan.dataLength).toBe(12 * gibibyte + 1);
    let written = 0;
    for await (const chunk of plan.data()) {
      written += chunk.length;
    }
    expect(written).toBe(plan.dataLength);
  });
});
