import { describe, expect, it } from 'vitest';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { tensorNumbers } from '#core/onnx/tensor.ts';
import { aModel } from '#core/testing/aModel.ts';
import type { Progress } from '../protocol.ts';
import { modelFiles } from './modelFiles.ts';

const model = aModel({
  inputs: { x: 'float32[2048]' },
  outputs: { y: 'float32[2048]' },
  initializers: { w: 'float32[2048]', b: 'float32[1]' },
  nodes: ['h = Mul(x, w)', 'y = Add(h, b)'],
});
const openExternal = () => Promise.reject(new Error('nothing lies beside it'));
const name = 'part.onnx';

function context() {
  const abort = new AbortController();
  const told: Progress[] = [];
  return { abort, told, signal: abort.signal, progress: (progress: Progress) => told.push(progress) };
}

const bytesOf = async (content: Blob | undefined) => new Uint8Array((await content?.arrayBuffer()) ?? []);

describe('modelFiles', () => {
  it('writes one file with everything in it', async () => {
    const about = context();
    const files = await modelFiles(model, { name, openExternal }, about);
    expect(files.map((file) => file.name)).toEqual([name]);
    const source = memorySource(await bytesOf(files[0]?.content));
    const again = await readModel(source);
    expect(again.graph.nodes.map(({ opType }) => opType)).toEqual(['Mul', 'Add']);
    expect(again.graph.initializers[0]?.data.kind).toBe('file');
    expect(about.told.at(-1)).toEqual({ phase: 'writing', share: 1 });
  });

  it('puts weights into a second file where one would be too long', async () => {
    const files = await modelFiles(model, { name, openExternal }, context(), 4_000);
    expect(files.map((file) => file.name)).toEqual([name, 'part.onnx.data']);
    const again = await readModel(memorySource(await bytesOf(files[0]?.content)));
    const [w, b] = again.graph.initializers;
    expect([w?.data.kind, b?.data.kind]).toEqual(['external', 'file']);
    const data = memorySource(await bytesOf(files[1]?.content));
    const open = async (location: string) => {
      expect(location).toBe('part.onnx.data');
      return data;
    };
    if (!w) throw new Error('the weight is gone');
    expect(Array.from(await tensorNumbers(w, again, open))).toHaveLength(2048);
  });

  it('ends where it is cancelled', async () => {
    const about = context();
    about.abort.abort();
    await expect(modelFiles(model, { name, openExternal }, about)).rejects.toThrow();
  });
});
