// Builds of the bundled sample, exported by the command line and read by the programs that will read them.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportOptionsSchema } from '#core/contract/export.ts';
import { exportBuilds } from '#core/export/exportBuilds.ts';
import { aPlan } from '#core/export/testing/aSource.ts';
import { latheRoot } from '#electron/host/version.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { pythonEnvironment } from '#electron/worker/testing/python.ts';
import { toNumbers } from '#electron/worker/value.ts';
import { allCommands } from '../commands.ts';
import { runProgram } from '../program.ts';
import { aTerminal } from '../testing/aTerminal.ts';
import { readExports, readers, writeTexts } from '../testing/exported/readExports.ts';

const commands = await allCommands();

const sample = join(latheRoot, 'assets/samples/shapes/shapes.onnx');
const folder = mkdtempSync(join(tmpdir(), 'lathe-export-'));
const at = (...names: string[]) => join(folder, ...names);

async function lathe(...words: string[]) {
  const terminal = aTerminal();
  const code = await runProgram(words, { commands, terminal, environment: { LATHE_HOME: at('home') } });
  return { code, ...terminal.written };
}

beforeAll(async () => {
  for (const precision of ['fp32', 'int8']) {
    const built = await lathe('build', sample, '--precision', precision, '--samples', '8', '--out', at(precision));
    expect(built.code, built.err).toBe(0);
  }
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const whyNotRead = 'missing' in readers ? readers.missing : '';
if (whyNotRead) console.warn(`Exports are not read by Triton's schema and YAML: ${whyNotRead}`);

describe('lathe export', () => {
  it('writes a repository with the builds as versions, byte for byte', async () => {
    const words = ['export', at('fp32'), at('int8'), '--format', 'triton', '--out', at('triton'), '--json'];
    const { code, out, err } = await lathe(...words);
    expect(code, err).toBe(0);
    const { files } = JSON.parse(out) as { files: { path: string; bytes: number }[] };
    expect(files.map(({ path }) => path)).toEqual([
      'shapes/config.pbtxt',
      'shapes/labels.txt',
      'shapes/1/model.onnx',
      'shapes/2/model.onnx',
    ]);
    for (const { path, bytes } of files) expect(readFileSync(at('triton', path)).byteLength).toBe(bytes);
    const served = readFileSync(at('triton/shapes/2/model.onnx'));
    expect(served.equals(readFileSync(at('int8/model.onnx')))).toBe(true);
  });
  it('leaves a folder alone that holds files', async () => {
    mkdirSync(at('taken'));
    writeFileSync(at('taken/mine'), '');
    const { code, err } = await lathe('export', at('fp32'), '--format', 'docker', '--out', at('taken'));
    expect(code).toBe(2);
    expect(err).toContain('holds files already');
    expect(readdirSync(at('taken'))).toEqual(['mine']);
  });
  it('refuses an engine that is not the one that was built', async () => {
    await lathe('build', sample, '--out', at('touched'), '--again');
    writeFileSync(at('touched/engine.onnx'), readFileSync(at('int8/engine.onnx')));
    const { code, err } = await lathe('export', at('touched'), '--format', 'python', '--out', at('python-touched'));
    expect(code).toBe(1);
    expect(err).toContain('is not the file that was built');
    expect(existsSync(at('python-touched'))).toBe(false);
  });
  it('pins the container and names the hashes of what is in it', async () => {
    const { code, err } = await lathe('export', at('int8'), '--format', 'docker', '--out', at('docker'));
    expect(code, err).toBe(0);
    const instructions = readFileSync(at('docker/Dockerfile'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(' ')[0]);
    expect(instructions).toEqual(['FROM', 'LABEL', 'COPY', 'EXPOSE', 'HEALTHCHECK', 'ENTRYPOINT']);
    const text = readFileSync(at('docker/Dockerfile'), 'utf8');
    expect(text).toMatch(/^FROM \S+:\d\d\.\d\d-py3$/m);
    const served = createHash('sha256')
      .update(readFileSync(at('docker/models/shapes/1/model.onnx')))
      .digest('hex');
    expect(text).toContain(`sha256:${served}`);
    expect(JSON.parse(/^ENTRYPOINT (.*)$/m.exec(text)?.[1] ?? '')).toContain('--model-repository=/models');
  });

  describe.skipIf(whyNotRead !== '')('read by others', () => {
    it('is a model configuration to Triton’s own schema', async () => {
      const words = ['--max-batch', '32', '--max-delay-us', '250', '--preferred', '8,16', '--instances', '2'];
      await lathe('export', at('fp32'), at('int8'), '--format', 'triton', '--out', at('read'), ...words);
      expect(readExports([at('read')])['read/shapes/config.pbtxt']).toMatchObject({
        name: 'shapes',
        backend: 'onnxruntime',
        max_batch_size: 32,
        input: [{ name: 'image', data_type: 'TYPE_FP32', dims: ['3', '64', '64'], format: 'FORMAT_NCHW' }],
        output: [{ name: 'logits', data_type: 'TYPE_FP32', dims: ['12'], label_filename: 'labels.txt' }],
        version_policy: { all: {} },
        instance_group: [{ count: 2, kind: 'KIND_CPU' }],
        dynamic_batching: { preferred_batch_size: [8, 16], max_queue_delay_microseconds: '250' },
        model_warmup: [
          { batch_size: 1, inputs: { image: { dims: ['3', '64', '64'], random_data: true } } },
          { batch_size: 32 },
        ],
      });
    });
    it('names a plan for each compute capability to Triton’s own schema', () => {
      const profiles = { x: { min: [1, 3, 8, 8], opt: [4, 3, 8, 8], max: [16, 3, 8, 8] } };
      const plans = ['8.6', '9.0'].map((capability) => aPlan(capability, { id: capability, recipe: { profiles } }));
      writeTexts(
        exportBuilds(plans, 'triton', exportOptionsSchema.parse({ batching: { maxBatch: 64 } }), '0'),
        at('cc'),
      );
      expect(readExports([at('cc')])['cc/net/config.pbtxt']).toMatchObject({
        backend: 'tensorrt',
        max_batch_size: 16,
        default_model_filename: 'model_8_6.plan',
        cc_model_filenames: { '8.6': 'model_8_6.plan', '9.0': 'model_9_0.plan' },
        instance_group: [{ kind: 'KIND_GPU' }],
        dynamic_batching: { preferred_batch_size: [4] },
      });
    });
    it('is an inference service and its runtime to a reader of YAML', async () => {
      const words = ['--format', 'kserve', '--out', at('kserve'), '--storage', 's3://fleet/shapes'];
      await lathe('export', at('int8'), ...words);
      const [runtime, service] = readExports([at('kserve')])['kserve/kserve.yaml'] as [
        { kind: string; metadata: { name: string } },
        object,
      ];
      expect(runtime.kind).toBe('ServingRuntime');
      expect(service).toMatchObject({
        kind: 'InferenceService',
        metadata: { name: 'shapes' },
        spec: {
          predictor: {
            model: {
              modelFormat: { name: 'onnx', version: '1' },
              protocolVersion: 'v2',
              runtime: runtime.metadata.name,
              storageUri: 's3://fleet/shapes',
            },
          },
        },
      });
    });
    it('is refused by KServe’s and Kubernetes’ own schemas once a field is misspelt', () => {
      const options = exportOptionsSchema.parse({});
      for (const [format, find, put, said] of [
        ['kserve', 'storageUri', 'storageURI', /has no field storageURI/],
        ['kserve', 'autoSelect: false', 'autoSelect: "no"', /autoSelect is 'no'/],
        ['kserve', 'initialDelaySeconds', 'initialDelay', /initialDelay/],
        ['k8s-job', 'backoffLimit', 'backOffLimit', /backOffLimit/],
      ] as const) {
        const exported = exportBuilds([aPlan('9.0')], format, options, '0');
        const spoiled = exported.files.map((file) =>
          'text' in file && file.path.endsWith('.yaml') ? { ...file, text: file.text.replace(find, put) } : file,
        );
        const place = at(`misspelt-${put.replace(/\W+/g, '')}`);
        writeTexts({ ...exported, files: spoiled }, place);
        expect(() => readExports([place]), put).toThrow(said);
      }
    });
    it('makes a job for each target and recipe, which builds the same when it is run', async () => {
      const words = ['--format', 'k8s-job', '--out', at('jobs'), '--targets', 'onnxruntime,tensorrt@10.6'];
      await lathe('export', at('int8'), ...words);
      const read = readExports([at('jobs')]);
      const jobs = Object.values(read) as [
        { data: { 'recipe.json': string } },
        { spec: { template: { spec: { containers: { command: string[]; resources: object }[] } } } },
      ][];
      expect(jobs).toHaveLength(2);
      const container = (index: number) => jobs[index]?.[1].spec.template.spec.containers[0];
      expect(container(1)?.resources).toMatchObject({ limits: { 'nvidia.com/gpu': '1' } });

      // What the volumes would hold, at the places where they would be.
      writeFileSync(at('recipe.json'), jobs[0]?.[0].data['recipe.json'] ?? '');
      const command = (container(0)?.command ?? []).slice(1).map((word) => {
        if (word === '/recipe/recipe.json') return at('recipe.json');
        if (word.startsWith('/engines/')) return at('engines', basename(word));
        if (word.endsWith('.ranges.json')) return at('jobs/models', basename(word));
        return word.startsWith('/models/') ? sample : word;
      });
      const { code, out, err } = await lathe(...command);
      expect(code, err).toBe(0);
      const { model } = JSON.parse(out) as { model: string };
      expect(readFileSync(model).equals(readFileSync(at('int8/model.onnx')))).toBe(true);
    });
  });

  const record = () => JSON.parse(readFileSync(at('int8/record.json'), 'utf8')) as { versions: Record<string, string> };
  const pinned = JSON.parse(
    readFileSync(join(latheRoot, 'node_modules/onnxruntime-node/package.json'), 'utf8'),
  ).version;
  const runtime = pythonEnvironment(`onnxruntime-${pinned}`, ['numpy', `onnxruntime==${pinned}`]);
  const whyNotRun = 'missing' in runtime ? runtime.missing : '';
  if (whyNotRun) console.warn(`The exported program is not run: ${whyNotRun}`);
  it.skipIf(whyNotRun !== '')(
    'is a Python program that gives what the engine gives here',
    async () => {
      const { code, err } = await lathe('export', at('int8'), '--format', 'python', '--out', at('python'));
      expect(code, err).toBe(0);
      expect(readFileSync(at('python/requirements.txt'), 'utf8')).toBe(
        `numpy\nonnxruntime==${record().versions.onnxruntime}\n`,
      );
      const python = 'python' in runtime ? runtime.python : '';
      const feeds = [
        'import numpy as np, sys',
        'x = np.random.default_rng(7).standard_normal((1, 3, 64, 64)).astype(np.float32)',
        'np.savez(sys.argv[1], image=x); x.tofile(sys.argv[2])',
      ].join('\n');
      execFileSync(python, ['-c', feeds, at('in.npz'), at('in.bin')]);
      const printed = execFileSync(python, [at('python/run.py'), at('in.npz'), at('out.npz')], { encoding: 'utf8' });
      expect(printed).toBe('logits float32 (1, 12)\n');
      const list = 'import json, numpy as np, sys; print(json.dumps(np.load(sys.argv[1])["logits"].ravel().tolist()))';
      const theirs = JSON.parse(execFileSync(python, ['-c', list, at('out.npz')], { encoding: 'utf8' })) as number[];

      const session = await openSession(at('int8/engine.onnx'), { threads: 1, optimization: 'none' });
      const bytes = readFileSync(at('in.bin'));
      const data = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
      const { logits } = await session.run({ image: { type: 'float32', dims: [1, 3, 64, 64], data } });
      await session.close();
      const ours = logits ? Array.from(toNumbers(logits) ?? []) : [];
      expect(theirs).toHaveLength(ours.length);
      for (const [index, value] of ours.entries()) expect(theirs[index]).toBeCloseTo(value, 4);
    },
    60_000,
  );

  const headers = resolve(latheRoot, '../shared/reference/tensorrt-headers');
  const series = existsSync(headers) ? readdirSync(headers).filter((name) => /^\d/.test(name)) : [];
  const noCompiler = series.length === 0 ? 'there are no TensorRT headers beside the checkout' : missing('g++');
  if (noCompiler) console.warn(`The exported C++ program is not compiled: ${noCompiler}`);
  it.skipIf(noCompiler !== '')(
    'is a C++ program that compiles against the headers of every TensorRT',
    () => {
      const tensors = ['BOOL', 'INT64', 'FP16', 'BF16'].map((datatype) => ({
        name: `t${datatype}`,
        datatype,
        shape: [-1, 2],
      }));
      const source = aPlan('9.0', {
        inputs: tensors,
        outputs: tensors.map((one) => ({ ...one, name: `${one.name}"out` })),
      });
      writeTexts(exportBuilds([source], 'cpp', exportOptionsSchema.parse({}), '0'), at('cpp'));
      const include = (path: string) => ['-I', path];
      for (const version of series) {
        const words = [
          ...include(join(import.meta.dirname, '../testing/exported/cuda')),
          ...include(join(headers, version)),
        ];
        execFileSync(
          'g++',
          ['-std=c++17', '-fsyntax-only', '-Wno-deprecated-declarations', ...words, at('cpp/run.cpp')],
          {
            stdio: 'pipe',
          },
        );
      }
    },
    60_000,
  );
});

function missing(program: string): string {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return '';
  } catch {
    return `there is no ${program}`;
  }
}
