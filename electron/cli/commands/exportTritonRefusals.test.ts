// What NVIDIA's own Triton refuses of an export, and what it refuses once the export is spoiled.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportOptionsSchema } from '#core/contract/export.ts';
import { exportBuilds } from '#core/export/exportBuilds.ts';
import type { ExportSource } from '#core/export/source.ts';
import { aPlan, aSource } from '#core/export/testing/aSource.ts';
import { aModel } from '#core/testing/aModel.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { writeTexts } from '../testing/exported/readExports.ts';
import { installedTriton, layBackends } from '../testing/exported/triton/installedTriton.ts';
import { type RunningTriton, startTriton } from '../testing/exported/triton/startTriton.ts';

const installed = installedTriton();
const why = 'missing' in installed ? installed.missing : '';
if (why) console.warn(`Exports are not given to Triton: ${why}`);

const folder = mkdtempSync(join(tmpdir(), 'lathe-export-refused-'));
const at = (...names: string[]) => join(folder, ...names);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = exportOptionsSchema.parse({ batching: { maxBatch: 16, preferred: [4, 16] } });
const x = { name: 'x', datatype: 'FP32', shape: [-1, 4] };
const words = { inputs: [x], outputs: [{ ...x, name: 'y' }] };
const labels = { postprocessing: { kind: 'classification' as const, labels: ['a', 'b', 'c', 'd'] } };
const profile = (least: number, best: number, most: number) => ({
  x: { min: [least, 4], opt: [best, 4], max: [most, 4] },
});

/** Files that would be copied are one model, which the stand-ins of both backends run. */
function lay(sources: readonly ExportSource[], model = 'relu', stated = options): void {
  const exported = exportBuilds(sources, 'triton', stated, '0');
  writeTexts(exported, at('models'));
  for (const file of exported.files) {
    if ('text' in file) continue;
    mkdirSync(dirname(at('models', file.path)), { recursive: true });
    copyFileSync(at(`${model}.onnx`), at('models', file.path));
  }
}

function edit(model: string, change: (config: string) => string): void {
  const path = at('models', model, 'config.pbtxt');
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  expect(after, 'the edit changes something').not.toBe(before);
  writeFileSync(path, after);
}

const spoiled: readonly (readonly [what: string, find: string, put: string, said: RegExp])[] = [
  ['a field that it does not know', 'max_batch_size', 'max_batch_rows', /no field named "max_batch_rows"/],
  ['a type that it does not know', 'TYPE_FP32', 'TYPE_FLOAT32', /Unknown enumeration value of "TYPE_FLOAT32"/],
  ['a name that is not the folder’s', 'name: "spoiled', 'name: "other', /directory name must equal model name/],
  [
    'a preferred batch above the largest',
    'preferred_batch_size: 16',
    'preferred_batch_size: 17',
    /must be <= max batch/,
  ],
  ['a tensor of no length', 'dims: 4', 'dims: 0', /dimension must be integer >= 1/],
  ['a tensor without axes', '  dims: 4\n', '', /must specify 'dims'/],
  ['an image of one axis', '  dims: 4\n', '  dims: 4\n  format: FORMAT_NCHW\n', /NCHW require 3 dims/],
  ['labels that are not there', 'labels.txt', 'names.txt', /names\.txt: No such file/],
  ['warm-up for no input', 'key: "x"', 'key: "z"', /missing required input\(s\) \['x'\]/],
];

describe.skipIf(why !== '')('a real Triton', () => {
  let triton: RunningTriton;
  beforeAll(async () => {
    if ('missing' in installed) throw new Error(installed.missing);
    const relu = aModel({ nodes: ['y = Relu(x)'], inputs: { x: 'float32[n,4]' }, outputs: { y: 'float32[n,4]' } });
    await writeModelFile(relu, at('relu.onnx'), { signal: new AbortController().signal });
    lay([aSource({ ...words, modelName: 'whole.onnx', recipe: labels })]);
    for (const [index, [, find, put]] of spoiled.entries()) {
      lay([aSource({ ...words, modelName: `spoiled${index}.onnx`, recipe: labels })]);
      edit(`spoiled${index}`, (config) => config.replace(find, put));
    }
    for (const name of ['cc', 'cc_cpu']) {
      const of = (capability: string) =>
        aPlan(capability, {
          ...words,
          id: capability,
          modelName: `${name}.onnx`,
          recipe: { profiles: profile(1, 4, 16) },
        });
      lay([of('8.6'), of('9.0')]);
    }
    const more = { threads: 0, tensorrt: { moreProfiles: [profile(2, 8, 8)] } };
    for (const name of ['profiles', 'profiles_cpu']) {
      lay([
        aPlan('9.0', { ...words, modelName: `${name}.onnx`, recipe: { profiles: profile(1, 1, 1), options: more } }),
      ]);
    }
    for (const name of ['cc_cpu', 'profiles_cpu']) {
      edit(name, (config) => config.replace('KIND_GPU', 'KIND_CPU').replace(/ {2}profile: "\d"\n/g, ''));
    }
    const mean = aModel({
      nodes: [['mean = ReduceMean(pixels)', { axes: [1, 2, 3], keepdims: 0 }]],
      inputs: { pixels: 'float32[n,3,8,8]' },
      outputs: { mean: 'float32[n]' },
    });
    await writeModelFile(mean, at('mean.onnx'), { signal: new AbortController().signal });
    const brightness = aSource({
      modelName: 'brightness.onnx',
      inputs: [{ name: 'pixels', datatype: 'FP32', shape: [-1, 3, 8, 8] }],
      outputs: [{ name: 'mean', datatype: 'FP32', shape: [-1] }],
      recipe: { calibration: { preprocessing: { resize: { width: 8, height: 8 } } } },
    });
    lay([brightness], 'mean', { ...options, images: true });
    const { files } = exportBuilds([aSource(words)], 'kserve', options, '0');
    const service = files.find(({ path }) => path === 'kserve.yaml');
    const yaml = service && 'text' in service ? service.text : '';
    const args = [...yaml.matchAll(/--[a-z-]+=[^\s'"]+/g)].map(([word]) => word);
    expect(args.length).toBeGreaterThan(3);
    triton = await startTriton(installed, [
      // Ports are the test's own.
      ...args.filter((word) => !/-port=/.test(word)).map((word) => word.replace('/mnt/models', at('models'))),
      `--backend-directory=${layBackends(installed, at('backends'))}`,
      '--disable-auto-complete-config',
      '--model-control-mode=explicit',
    ]);
  }, 600_000);
  afterAll(() => triton?.close(), 60_000);

  async function load(model: string): Promise<Response> {
    return fetch(`http://${triton.http}/v2/repository/models/${model}/load`, { method: 'POST' });
  }
  /** Its reason, in its answer or in its log, which may come after the answer. */
  async function refusal(model: string, said: RegExp): Promise<void> {
    const before = triton.log().length;
    const answer = await load(model);
    expect(answer.ok, `${model} is refused`).toBe(false);
    const text = await answer.text();
    await expect.poll(() => `${text}\n${triton.log().slice(before)}`, { timeout: 20_000 }).toMatch(said);
  }
  const loads = async (model: string) => {
    const answer = await load(model);
    expect(answer.ok ? '' : await answer.text()).toBe('');
  };

  it('starts by the words of the inference service and loads what is exported', async () => {
    await loads('whole');
  });
  it('loads an ensemble that gives one number for each image', async () => {
    for (const model of ['brightness', 'brightness_decode', 'brightness_images']) await loads(model);
  });
  for (const [index, [what, , , said]] of spoiled.entries()) {
    it(`refuses ${what}`, async () => {
      await refusal(`spoiled${index}`, said);
    });
  }
  it('misses nothing of plans but the GPU', async () => {
    for (const name of ['cc', 'profiles']) {
      await refusal(name, /kind KIND_GPU but no GPUs are available/);
      await loads(`${name}_cpu`);
    }
  });
});
