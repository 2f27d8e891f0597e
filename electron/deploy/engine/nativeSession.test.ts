// The addon's sessions give what the binding's give, for every type, and fail in the same words.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import type { FramedTensor } from '#electron/deploy/engine/frame.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { addonPath } from '#electron/worker/native.ts';
import { openNativeSession } from './nativeSession.ts';
import { type EngineProcess, startEngine } from './startEngine.ts';

const folder = mkdtempSync(join(tmpdir(), 'lathe-native-session-'));
const running: EngineProcess[] = [];
afterAll(() => {
  for (const engine of running) engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const types = 'bool uint8 uint16 uint32 uint64 int8 int16 int32 int64 float16 float32 float64'.split(' ');
/** Gives back what it takes, and rows of one input summed. */
const numeric = {
  nodes: [...types.map((type) => `y_${type} = Identity(x_${type})`), 's = ReduceSum(x_float32, axes)'],
  inputs: Object.fromEntries(types.map((type) => [`x_${type}`, `${type}[rows,2]`])),
  outputs: { ...Object.fromEntries(types.map((type) => [`y_${type}`, `${type}[rows,2]`])), s: 'float32[rows,1]' },
  initializers: { axes: ['int64[1]', [1]] },
} as const;
/** A text among the inputs is what the addon leaves to the binding. */
const withTexts = {
  ...numeric,
  nodes: [...numeric.nodes, 'y_string = Identity(x_string)'],
  inputs: { ...numeric.inputs, x_string: 'string[rows,2]' },
  outputs: { ...numeric.outputs, y_string: 'string[rows,2]' },
};
const [numericPath, textPath] = [join(folder, 'numeric.onnx'), join(folder, 'texts.onnx')];
const signal = new AbortController().signal;
await writeModelFile(aModel(numeric), numericPath, { signal });
await writeModelFile(aModel(withTexts), textPath, { signal });

const hello = (engine: string) => ({ engine, threads: 1, optimization: 'all' as const, tensorrt: null });
async function started(engine: string): Promise<EngineProcess> {
  const process = await startEngine({ ...hello(engine), instances: 2, log: () => {} });
  running.push(process);
  return process;
}
const datatypes = 'BOOL UINT8 UINT16 UINT32 UINT64 INT8 INT16 INT32 INT64 FP16 FP32 FP64'.split(' ');
const widths = [1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 4, 8];

function inputs(rows: number): FramedTensor[] {
  return widths.map((width, index) => {
    // Whatever the bits, as long as they are truths and small numbers.
    const bytes = Uint8Array.from({ length: rows * 2 * width }, (_, place) => (place % width === 0 ? place & 1 : 0));
    const half = bytes.byteLength >> 1;
    const parts = [bytes.subarray(0, half), bytes.subarray(half)];
    return { index, datatype: datatypes[index] as FramedTensor['datatype'], shape: [rows, 2], parts };
  });
}
const texts = (rows: number): FramedTensor => {
  const element = [1, 0, 0, 0, 0x61];
  const parts = [Uint8Array.from(Array.from({ length: rows * 2 }, () => element).flat())];
  return { index: 12, datatype: 'BYTES', shape: [rows, 2], parts };
};
const plain = (tensors: readonly FramedTensor[]) =>
  tensors.map(({ parts, ...rest }) => ({ ...rest, bytes: Buffer.concat(parts).toString('hex') }));

const reason = existsSync(addonPath()) ? '' : ' (skipped: the addon is not built)';
const native = reason === '' && process.platform !== 'win32' ? describe : describe.skip;

native(`a session of the addon${reason}`, () => {
  it('describes inputs and outputs as the binding does', () => {
    const opened = openNativeSession(hello(numericPath));
    const session = openSession(numericPath, { threads: 1, optimization: 'all' });
    expect(opened?.described).toEqual({ inputs: session.inputs, outputs: session.outputs });
    session.close();
  });

  it('is not had for a model with texts, or a file that is no model', () => {
    expect(openNativeSession(hello(textPath))).toBeUndefined();
    expect(openNativeSession(hello(join(folder, 'missing.onnx')))).toBeUndefined();
  });

  it('gives what the binding gives for every type and number of rows, on all its threads', async () => {
    const [own, other] = [await started(numericPath), await started(textPath)];
    const wanted = [...types.keys(), types.length];
    for (const rows of [1, 2, 7, 3000, 1]) {
      const given = inputs(rows);
      const expected = await other.sessions[0]?.infer([...given, texts(rows)], wanted);
      for (const session of own.sessions) {
        const { tensors } = await session.infer(given, wanted);
        expect(plain(tensors)).toEqual(plain(expected?.tensors ?? []));
        expect(plain(tensors.slice(0, types.length))).toEqual(plain(given));
      }
    }
  });

  it('gives the outputs that are asked for, in that order, and nothing where none is', async () => {
    const [session] = (await started(numericPath)).sessions;
    const some = await session?.infer(inputs(2), [12, 3]);
    expect(some?.tensors.map(({ index, shape }) => [index, shape])).toEqual([
      [12, [2, 1]],
      [3, [2, 2]],
    ]);
    expect((await session?.infer(inputs(2), []))?.tensors).toEqual([]);
  });

  it('fails a request in the words of ONNX Runtime, and answers the next', async () => {
    const [session] = (await started(numericPath)).sessions;
    const wrong = inputs(2).map((tensor) => (tensor.index === 10 ? { ...tensor, shape: [2, 1] } : tensor));
    await expect(session?.infer(wrong, [12])).rejects.toThrow(
      /^ONNX Runtime could not run .*numeric\.onnx: .*invalid dimensions.*x_float32.*\.$/,
    );
    await expect(session?.infer(inputs(2).slice(1), [12])).rejects.toThrow(/could not run/);
    const short = inputs(2).map((tensor) => ({ ...tensor, parts: [tensor.parts[0] ?? new Uint8Array()] }));
    await expect(session?.infer(short, [12])).rejects.toThrow(/could not run/);
    expect((await session?.infer(inputs(1), [12]))?.tensors).toHaveLength(1);
  });

  it('answers what is sent before the last answer in order and whole, whatever the sizes, as the binding does', async () => {
    const sizes = [1, 400_000, 2, 3000, 3000, 1, 9000, 5];
    for (const engine of [await started(numericPath), await started(textPath)]) {
      const [session] = engine.sessions;
      const more = engine.described.inputs.length > types.length;
      const answers = await Promise.all(
        sizes.map(async (rows) => session?.infer(more ? [...inputs(rows), texts(rows)] : inputs(rows), [0, 10])),
      );
      const expected = sizes.map((rows) => [0, 10].map((place) => plain([inputs(rows)[place] as FramedTensor])[0]));
      expect(answers.map((answer) => plain(answer?.tensors ?? []))).toEqual(expected);
    }
  });
});
