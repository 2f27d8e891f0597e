// Exports loaded and run by NVIDIA's own Triton, with ONNX Runtime's backend stood in for, and held against Lathe's server.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { aServing, type TestServing } from '#electron/deploy/testing/aServing.ts';
import { typesModel } from '#electron/deploy/testing/typesModel.ts';
import { sampleFolder } from '#electron/host/sample.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { allCommands } from '../commands.ts';
import { runProgram } from '../program.ts';
import { aTerminal } from '../testing/aTerminal.ts';
import { installedTriton, layBackends } from '../testing/exported/triton/installedTriton.ts';
import { type RunningTriton, startTriton } from '../testing/exported/triton/startTriton.ts';

const installed = installedTriton();
const why = 'missing' in installed ? installed.missing : '';
if (why) console.warn(`Exports are not run by Triton: ${why}`);

const folder = mkdtempSync(join(tmpdir(), 'lathe-export-triton-'));
const at = (...names: string[]) => join(folder, ...names);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** With no axis beside the batch, and none at all: Triton has neither. */
const models = {
  types: typesModel,
  numbers: aModel({
    nodes: ['twice = Add(number, number)'],
    inputs: { number: 'int64[n]' },
    outputs: { twice: 'int64[n]' },
  }),
  sum: aModel({
    nodes: [['loss = ReduceSum(x)', { keepdims: 0 }]],
    inputs: { x: 'float32[2,3]' },
    outputs: { loss: 'float32[]' },
  }),
};

async function lathe(commands: Awaited<ReturnType<typeof allCommands>>, ...words: string[]): Promise<void> {
  const terminal = aTerminal();
  const code = await runProgram(words, { commands, terminal, environment: { LATHE_HOME: at('home') } });
  if (code !== 0) throw new Error(`lathe ${words.join(' ')}: ${terminal.written.err}`);
}

/** One export of every kind of model: two versions and images of the sample, and the models above. */
async function exportAll(): Promise<void> {
  const commands = await allCommands();
  const sample = join(sampleFolder, 'shapes.onnx');
  for (const precision of ['fp32', 'int8']) {
    await lathe(
      commands,
      'build',
      sample,
      '--precision',
      precision,
      '--samples',
      '8',
      '--out',
      at('builds', precision),
    );
  }
  for (const [name, model] of Object.entries(models)) {
    await writeModelFile(model, at(`${name}.onnx`), { signal: new AbortController().signal });
    await lathe(commands, 'build', at(`${name}.onnx`), '--precision', 'fp32', '--out', at('builds', name));
  }
  // Requests wait long enough to be put together on any machine; those of eight rows start at once.
  const batching = ['--max-batch', '8', '--preferred', '8', '--max-delay-us', '10000000'];
  const builds = [at('builds/fp32'), at('builds/int8')];
  await lathe(commands, 'export', ...builds, '--format', 'docker', '--images', ...batching, '--out', at('docker'));
  const others = Object.keys(models).map((name) => at('builds', name));
  await lathe(commands, 'export', ...others, '--format', 'triton', '--out', at('others'));
}

interface Asked {
  readonly metadata: { readonly versions: string[]; readonly inputs: Tensors; readonly outputs: Tensors };
  readonly answers: Readonly<
    Record<string, { datatype: string; shape: number[]; values: (number | string | boolean)[] }>
  >;
  readonly classes: string[][][] | null;
}
type Tensors = readonly (readonly [name: string, datatype: string, shape: readonly number[]])[];
interface Seen {
  readonly tensors: readonly { readonly triton: Asked; readonly lathe: Asked }[];
  readonly alone: readonly { readonly inferences: number; readonly executions: number }[];
  readonly images: readonly { readonly shape: number[]; readonly values: (number | string)[] }[];
}

const test = join(sampleFolder, 'test');
const labels = readdirSync(test).slice(0, 8);
const files = labels.map((label) => join(test, label, readdirSync(join(test, label)).sort()[0] ?? ''));

const tensors = [
  { model: 'shapes', version: '1', rows: 8, classes: 3 },
  { model: 'shapes', version: '2', rows: 8, classes: 3 },
  { model: 'types', version: '1', rows: 2, classes: 0 },
  { model: 'numbers', version: '1', rows: 3, classes: 0 },
  { model: 'sum', version: '1', rows: 2, classes: 0 },
];

describe.skipIf(why !== '')('an export in a real Triton', () => {
  let triton: RunningTriton;
  let serving: TestServing;
  let seen: Readonly<Record<'http' | 'grpc', Seen>>;
  beforeAll(async () => {
    if ('missing' in installed) throw new Error(installed.missing);
    await exportAll();
    const dockerfile = readFileSync(at('docker/Dockerfile'), 'utf8');
    const [program, ...words] = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(dockerfile)?.[1] ?? '[]') as string[];
    expect(program).toBe('tritonserver');
    triton = await startTriton(installed, [
      ...words.map((word) => word.replace('=/models', `=${at('docker/models')}`)),
      `--model-repository=${at('others')}`,
      `--backend-directory=${layBackends(installed, at('backends'))}`,
      // What a configuration leaves out is then refused, and not guessed.
      '--disable-auto-complete-config',
    ]);
    mkdirSync(at('served'));
    symlinkSync(at('builds/fp32'), at('served/1'));
    symlinkSync(at('builds/int8'), at('served/2'));
    const others = Object.keys(models).map((name) => [name, at('builds', name)]);
    serving = await aServing({ shapes: at('served'), ...Object.fromEntries(others) });
    const questions = {
      servers: {
        triton: { http: triton.http, grpc: triton.grpc },
        lathe: { http: new URL(serving.http ?? '').host, grpc: serving.grpc },
      },
      tensors,
      alone: [{ server: 'triton', model: 'shapes', version: '2', requests: 8 }],
      images: [
        { server: 'triton', model: 'shapes_images', output: 'logits', files, flat: false },
        { server: 'lathe', model: 'shapes', output: 'labels', files, flat: true },
      ],
    };
    writeFileSync(at('questions.json'), JSON.stringify(questions));
    const script = join(import.meta.dirname, '../testing/exported/triton/askServers.py');
    const { stdout } = await promisify(execFile)(installed.python, [script, at('questions.json')], {
      maxBuffer: 2 ** 26,
    });
    seen = JSON.parse(stdout);
  }, 600_000);
  afterAll(async () => {
    await serving?.close();
    await triton?.close();
  }, 60_000);

  it('starts by the words of the Dockerfile, with nothing that Triton warns of', () => {
    const warnings = triton
      .log()
      .split('\n')
      .filter((line) => /^[WE]\d{4} |ERROR/.test(line) && !/CUDA|Cuda|pinned/.test(line));
    expect(warnings).toEqual([]);
  });
  it('is warmed up with one row and with the largest batch, in each version', () => {
    const before = triton.log().split('Started HTTPService')[0] ?? '';
    const ran = (version: number) =>
      [...before.matchAll(new RegExp(`ran shapes ${version} with (\\d+) rows`, 'g'))].map((found) => Number(found[1]));
    expect(ran(1)).toEqual([1, 8]);
    expect(ran(2)).toEqual([1, 8]);
  });
  for (const protocol of ['http', 'grpc'] as const) {
    for (const [index, { model, version }] of tensors.entries()) {
      it(`gives Lathe's names, types, shapes and values for version ${version} of ${model} over ${protocol}`, () => {
        const { triton: theirs, lathe: ours } = seen[protocol].tensors[index] ?? fail();
        const shaped = (found: Tensors) => found.map(([name, type, shape]) => [name, type, withOne(model, shape)]);
        expect(theirs.metadata.versions.map(String)).toEqual(ours.metadata.versions.map(String));
        expect(theirs.metadata.inputs).toEqual(shaped(ours.metadata.inputs));
        expect(theirs.metadata.outputs).toEqual(shaped(ours.metadata.outputs));
        for (const [name, { datatype, shape, values }] of Object.entries(ours.answers)) {
          const their = theirs.answers[name] ?? fail();
          expect([their.datatype, their.shape]).toEqual([datatype, withOne(model, shape)]);
          expect(their.values).toHaveLength(values.length);
          for (const [at, value] of values.entries()) {
            if (typeof value === 'number') expect(their.values[at]).toBeCloseTo(value, 4);
            else expect(their.values[at]).toBe(value);
          }
        }
      });
    }
    it(`names the same classes in the same order as Lathe over ${protocol}`, () => {
      for (const index of [0, 1]) {
        const { triton: theirs, lathe: ours } = seen[protocol].tensors[index] ?? fail();
        const named = (classes: Asked['classes']) => classes?.map((row) => row.map(([, place, name]) => [place, name]));
        expect(named(ours.classes)).toHaveLength(8);
        expect(named(theirs.classes)).toEqual(named(ours.classes));
        expect(named(theirs.classes)?.[0]?.[0]?.[1]).toMatch(/^[a-z]+$/);
      }
    });
    it(`puts eight requests of one row into one inference over ${protocol}`, () => {
      expect(seen[protocol].alone[0]).toEqual({ inferences: 8, executions: 1 });
    });
    it(`decodes images as Lathe does over ${protocol}`, () => {
      const [theirs = fail(), ours = fail()] = seen[protocol].images;
      const names = readFileSync(at('docker/models/shapes/labels.txt'), 'utf8').trim().split('\n');
      expect(theirs.shape).toEqual([8, names.length]);
      const best = files.map((_, row) => {
        const scores = theirs.values.slice(row * names.length, (row + 1) * names.length).map(Number);
        return names[scores.indexOf(Math.max(...scores))];
      });
      expect(best).toEqual(ours.values.filter((_, index) => index % (ours.values.length / 8) === 0));
    });
  }
});

/** Triton gives a tensor without axes beside the batch one of length 1. */
function withOne(model: string, shape: readonly number[]): readonly number[] {
  return model === 'numbers' || shape.length === 0 ? [...shape, 1] : shape;
}

function fail(): never {
  throw new Error('The servers were not asked.');
}
