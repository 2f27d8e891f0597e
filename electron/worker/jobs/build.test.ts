import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planWrite } from '#core/onnx/write.ts';
import { aModel } from '#core/testing/aModel.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { tiny } from '#electron/worker/testing/models.ts';
import { sampleModel, type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { build } from './build.ts';

let work: Workplace;
beforeEach(() => {
  work = workplace();
});
afterEach(() => work.remove());

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('build', () => {
  it('leaves a whole folder under its id, and nothing in the scratch folder', async () => {
    const record = await build(work.context(), work.buildTask(sampleModel));
    expect(record.directory).toBe(join(work.place.builds, record.id));
    expect(readdirSync(record.directory).sort()).toEqual([
      'build.log',
      'engine.onnx',
      'layers.json',
      'model.onnx',
      'profile.json',
      'recipe.json',
      'record.json',
    ]);
    expect(JSON.parse(readFileSync(join(record.directory, 'record.json'), 'utf8'))).toEqual(record);
    expect(readdirSync(work.place.scratch)).toEqual([]);
    expect(sha256(record.engine)).toBe(record.engineSha256);
    expect(record.rewrittenSha256).toBe(sha256(sampleModel));
    expect(Object.values(record.engineOperators).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(10);
    // The processor's figure and not the whole of this test's: Node and ONNX Runtime fit in a few hundred megabytes.
    expect(record.peakMemoryBytes).toBeGreaterThan(2e7);
    expect(record.peakMemoryBytes).toBeLessThan(1e9);
  });

  it('returns an equal build as it is, and gives the same bytes when it is built again', async () => {
    const first = await build(work.context(), work.buildTask(sampleModel));
    expect(await build(work.context(), work.buildTask(sampleModel))).toEqual(first);
    const again = await build(work.context(), work.buildTask(sampleModel, undefined, { again: true }));
    expect(again.createdAt).toBeGreaterThan(first.createdAt);
    expect([again.id, again.engineSha256]).toEqual([first.id, first.engineSha256]);
  });

  it('gives other recipes other ids, but not for what a precision does not use', async () => {
    const path = await work.write('tiny.onnx', tiny);
    const id = async (recipe: object) => (await build(work.context(), work.buildTask(path, recipe))).id;
    const plain = await id({ precision: 'fp32' });
    expect(await id({ precision: 'fp32', calibration: { samples: 7 } })).toBe(plain);
    expect(await id({ precision: 'fp32', options: { threads: 2 } })).not.toBe(plain);
    expect(await id({ precision: 'fp16' })).not.toBe(plain);
  });

  it('builds one that was damaged anew', async () => {
    const path = await work.write('tiny.onnx', tiny);
    const first = await build(work.context(), work.buildTask(path));
    writeFileSync(first.engine, 'damaged');
    const second = await build(work.context(), work.buildTask(path));
    expect(second.engineSha256).toBe(first.engineSha256);
    expect(sha256(second.engine)).toBe(first.engineSha256);
  });

  it('lets two at once both succeed with one result', async () => {
    const path = await work.write('tiny.onnx', tiny);
    const both = await Promise.all([1, 2].map(() => build(work.context(), work.buildTask(path))));
    expect(both[0]?.id).toBe(both[1]?.id);
    expect(readdirSync(work.place.builds)).toEqual([both[0]?.id]);
    expect(readdirSync(work.place.scratch)).toEqual([]);
    const again = await Promise.all(
      [1, 2].map(() => build(work.context(), work.buildTask(path, undefined, { again: true }))),
    );
    expect(again[0]?.engineSha256).toBe(both[0]?.engineSha256);
    expect(readdirSync(work.place.builds)).toEqual([both[0]?.id]);
  });

  it('computes in the engine what the model computes', async () => {
    const record = await build(work.context(), work.buildTask(await work.write('tiny.onnx', tiny)));
    const x = {
      type: 'float32',
      dims: [2, 3, 8, 8],
      data: Float32Array.from({ length: 384 }, (_, i) => Math.sin(i)),
    } as const;
    const [model, engine] = [record.rewritten, record.engine].map((path) => {
      const session = openSession(path, { threads: 1, optimization: 'none' });
      return session.run({ x }).y;
    });
    expect(engine?.dims).toEqual([2, 4, 8, 8]);
    for (const [index, value] of Array.from(model?.data ?? [], Number).entries()) {
      expect(engine?.data[index]).toBeCloseTo(value, 5);
    }
  });

  it('takes the weights of a data file into the rewritten model', async () => {
    const elsewhere = join(work.home, 'with-data');
    mkdirSync(elsewhere);
    const path = join(elsewhere, 'net.onnx');
    await writeExternal(path);
    const record = await build(work.context(), work.buildTask(path));
    renameSync(elsewhere, `${elsewhere}-gone`);
    const session = openSession(record.rewritten, { threads: 1, optimization: 'none' });
    expect(session.outputs.map(({ name }) => name)).toEqual(['y']);
    session.close();
  });

  it('fails with the name of a data file that is not there', async () => {
    const path = join(work.home, 'net.onnx');
    await writeExternal(path);
    renameSync(join(work.home, 'net.onnx.weights'), join(work.home, 'moved'));
    await expect(build(work.context(), work.buildTask(path))).rejects.toThrow(/net\.onnx\.weights does not exist/);
  });

  it('fails with a sentence for what is no model, for an operator nobody knows and for a foreign target', async () => {
    const text = join(work.home, 'text.onnx');
    writeFileSync(text, 'just some text');
    await expect(build(work.context(), work.buildTask(text))).rejects.toThrow(/not an ONNX model|does not read/);
    const odd = await work.write('odd.onnx', aModel({ ...odds }));
    await expect(build(work.context(), work.buildTask(odd))).rejects.toThrow(
      /ONNX Runtime could not optimize odd\.onnx.*Frobnicate/,
    );
    const task = work.buildTask(text, undefined, { target: 'tensorrt@10.0.99' });
    await expect(build(work.context(), task)).rejects.toThrow(/for the target tensorrt@10\.0\.99/);
    expect(readdirSync(work.place.builds)).toEqual([]);
    expect(readdirSync(work.place.scratch)).toEqual([]);
  });

  it('stops when it is cancelled and leaves nothing', async () => {
    const cancel = new AbortController();
    const context = {
      ...work.context(cancel.signal),
      progress: (phase: string) => phase === 'optimizing' && cancel.abort(new Error('stop')),
    };
    await expect(build(context, work.buildTask(sampleModel))).rejects.toThrow('stop');
    expect(readdirSync(work.place.builds)).toEqual([]);
    expect(readdirSync(work.place.scratch)).toEqual([]);
  });
});

const odds = {
  nodes: ['odd: y = Frobnicate(x)'],
  inputs: { x: 'float32[1]' },
  outputs: { y: 'float32[1]' },
};

/** The tiny model with weights of 1 KiB and more beside it, under a name of its own. */
async function writeExternal(path: string): Promise<void> {
  const large = aModel({
    nodes: ['y = MatMul(x, w)'],
    inputs: { x: 'float32[1,32]' },
    outputs: { y: 'float32[1,32]' },
    initializers: { w: 'float32[32,32]' },
  });
  const plan = planWrite(large, { dataLocation: 'net.onnx.weights' });
  const chunks = async (parts: AsyncIterable<Uint8Array>) => {
    const all: Uint8Array[] = [];
    for await (const part of parts) all.push(part);
    return Buffer.concat(all);
  };
  writeFileSync(path, await chunks(plan.model()));
  writeFileSync(`${path}.weights`, await chunks(plan.data()));
}

describe('build with --out', () => {
  it('writes there, and copies what the library has', async () => {
    const path = await work.write('tiny.onnx', tiny);
    const out = join(work.home, 'deep/er/out');
    const direct = await build(work.context(), work.buildTask(path, undefined, { out }));
    expect(direct.engine).toBe(join(out, 'engine.onnx'));
    expect(readdirSync(work.place.builds)).toEqual([]);
    const kept = await build(work.context(), work.buildTask(path));
    const copy = await build(work.context(), work.buildTask(path, undefined, { out: join(work.home, 'copy') }));
    expect(copy).toEqual({ ...kept, ...pathsIn(join(work.home, 'copy')) });
    expect(existsSync(copy.engine)).toBe(true);
  });

  it('names the folder that cannot be written', async () => {
    const path = await work.write('tiny.onnx', tiny);
    const file = join(work.home, 'file');
    writeFileSync(file, '');
    const out = join(file, 'out');
    await expect(build(work.context(), work.buildTask(path, undefined, { out }))).rejects.toThrow(
      /file is a file where a folder is needed/,
    );
  });

  it('replaces an earlier build of its own, and nothing else', async () => {
    const path = await work.write('tiny.onnx', tiny);
    const out = join(work.home, 'out');
    await build(work.context(), work.buildTask(path, undefined, { out }));
    const half = await build(work.context(), work.buildTask(path, { precision: 'fp16' }, { out }));
    expect(JSON.parse(readFileSync(join(out, 'record.json'), 'utf8')).precision).toBe('fp16');
    expect(half.directory).toBe(out);
    const own = join(work.home, 'own');
    mkdirSync(own);
    writeFileSync(join(own, 'thesis.txt'), 'mine');
    await expect(build(work.context(), work.buildTask(path, undefined, { out: own }))).rejects.toThrow(
      /own is a folder that is not empty/,
    );
    expect(readdirSync(own)).toEqual(['thesis.txt']);
    const file = join(own, 'thesis.txt');
    await expect(build(work.context(), work.buildTask(path, undefined, { out: file }))).rejects.toThrow(
      /thesis\.txt is a file/,
    );
    expect(readdirSync(work.home).filter((name) => name.includes('.part-'))).toEqual([]);
  });
});

function pathsIn(folder: string) {
  const at = (name: string) => join(folder, name);
  return { directory: folder, engine: at('engine.onnx'), rewritten: at('model.onnx'), log: at('build.log') };
}

it('a model file gets the same bytes each time', async () => {
  const paths = [join(work.home, 'a.onnx'), join(work.home, 'b.onnx')];
  for (const path of paths) await writeModelFile(tiny, path, { signal: new AbortController().signal });
  expect(new Set(paths.map(sha256)).size).toBe(1);
});
