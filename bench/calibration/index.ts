// Calibration end to end, from the FP32 model's file to the INT8 model's: Lathe against onnxruntime.quantization.quantize_static.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median, writeResults } from '../support/results.ts';
import { printTable, short } from '../support/table.ts';
import { type Case, prepareCases } from './cases.ts';
import { findPython, pythonVersions } from './python.ts';
import { type TreeRun, treeRun } from './treeRun.ts';

const usage =
  'node bench/calibration/index.ts [--models mobilenet-v2,resnet-50,…] [--images 16,64] [--methods minmax,entropy,percentile] [--rounds 3] [--memory]';
const { values: given } = parseArgs({
  options: {
    models: { type: 'string' },
    images: { type: 'string', default: '16,64' },
    methods: { type: 'string', default: 'minmax,entropy,percentile,mse,average' },
    rounds: { type: 'string', default: '3' },
    /** Shows that memory does not depend on the number of images, from 16 to 1,024. */
    memory: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** The peer's own share of values kept, which Lathe is given too. */
const percentile = '99.999';
const peerMethods = new Set(['minmax', 'entropy', 'percentile', 'average']);
const threads = String(cpus().length);

interface Side {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakBytes: number;
  readonly sqnr: number | null;
}

interface Row {
  readonly model: string;
  readonly images: number;
  readonly method: string;
  readonly lathe: Side;
  readonly peer: Side | null;
}

const scratch = mkdtempSync(join(tmpdir(), 'lathe-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const python = findPython();
if (given.help) console.log(usage);
else if ('missing' in python) {
  console.error(
    `The peer is missing: ${python.missing}. Install python3 with venv and pip, and allow them the package index.`,
  );
  process.exitCode = 1;
} else await main(python.python);

async function main(interpreter: string): Promise<void> {
  const images = given.images.split(',').map(Number);
  const cases = prepareCases(interpreter, given.memory).filter(
    ({ name }) => !given.models || given.models.split(',').includes(name),
  );
  // Compiled code is kept from the first run on, as on any machine where Lathe has run before.
  await lathe(cases[0] as Case, 16, 'minmax', join(scratch, 'warm-up.onnx'));
  const rows: Row[] = [];
  for (const one of cases) for (const count of images) rows.push(...(await compare(interpreter, one, count)));
  printRows(rows);
  const memory = given.memory ? await growth(cases[0] as Case) : undefined;
  const settings = { threads: Number(threads), rounds: Number(given.rounds), percentile: Number(percentile) };
  writeResults('calibration', pythonVersions(interpreter), { settings, rows, ...(memory ? { memory } : {}) });
}

/** Each method of both tools in turn, round by round, so that noise hits them alike. */
async function compare(interpreter: string, one: Case, images: number): Promise<readonly Row[]> {
  const methods = given.methods.split(',');
  const runs = new Map<string, TreeRun[]>();
  const path = (tool: string, method: string) => join(scratch, `${one.name}-${images}-${tool}-${method}.onnx`);
  for (let round = 0; round < Number(given.rounds); round += 1) {
    for (const method of methods) {
      add(runs, `lathe ${method}`, await lathe(one, images, method, path('lathe', method)));
      if (!peerMethods.has(method)) continue;
      add(runs, `peer ${method}`, await peer(interpreter, one, images, method, path('peer', method)));
    }
    console.log(`${one.name}, ${images} images: round ${round + 1} of ${given.rounds}`);
  }
  const written = methods.flatMap((method) => [
    path('lathe', method),
    ...(peerMethods.has(method) ? [path('peer', method)] : []),
  ]);
  const sqnr = score(interpreter, one, written);
  const side = (tool: 'lathe' | 'peer', method: string): Side => {
    const all = runs.get(`${tool} ${method}`) ?? [];
    return {
      seconds: median(all.map(({ seconds }) => seconds)),
      processorSeconds: median(all.map(({ processorSeconds }) => processorSeconds)),
      peakBytes: Math.max(...all.map(({ peakBytes }) => peakBytes)),
      sqnr: sqnr[path(tool, method)] ?? null,
    };
  };
  return methods.map((method) => ({
    model: one.name,
    images,
    method,
    lathe: side('lathe', method),
    peer: peerMethods.has(method) ? side('peer', method) : null,
  }));
}

function add(runs: Map<string, TreeRun[]>, key: string, run: TreeRun): void {
  runs.set(key, [...(runs.get(key) ?? []), run]);
}

/** In a home of its own each time, so that nothing is reused. */
function lathe(one: Case, images: number, method: string, out: string): Promise<TreeRun> {
  const home = mkdtempSync(join(scratch, 'home-'));
  const program = join(import.meta.dirname, '../../electron/cli/lathe.mjs');
  const options = [
    '--calibration',
    one.data(images),
    '--method',
    method,
    '--percentile',
    percentile,
    '--samples',
    String(images),
  ];
  const args = [program, 'calibrate', one.model, ...options, '--quantized', out, '--json'];
  return treeRun(process.execPath, args, { ...process.env, LATHE_HOME: home });
}

function peer(interpreter: string, one: Case, images: number, method: string, out: string): Promise<TreeRun> {
  const script = join(import.meta.dirname, 'quantizeStatic.py');
  return treeRun(interpreter, [script, one.model, one.data(images), method, out, one.input, threads], process.env);
}

function score(interpreter: string, one: Case, models: readonly string[]): Record<string, number | null> {
  const args = [join(import.meta.dirname, 'score.py'), one.model, one.heldOut, ...models];
  const { status, stdout, stderr } = spawnSync(interpreter, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`score.py failed: ${stderr}`);
  return JSON.parse(stdout);
}

function printRows(rows: readonly Row[]): void {
  const head = [
    'model, images, method',
    'Lathe s',
    'peer s',
    'faster',
    'Lathe CPU s',
    'peer CPU s',
    'less',
    'Lathe MB',
    'peer MB',
    'of the peer’s',
    'Lathe dB',
    'peer dB',
  ];
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
  const decibels = (value: number | null | undefined) => (typeof value === 'number' ? value.toFixed(2) : '–');
  const cells = rows.map(({ model, images, method, lathe: own, peer: other }) => [
    `${model}, ${images}, ${method}`,
    short(own.seconds),
    other ? short(other.seconds) : '–',
    other ? `×${short(other.seconds / own.seconds)}` : '',
    short(own.processorSeconds),
    other ? short(other.processorSeconds) : '–',
    other ? `×${short(other.processorSeconds / own.processorSeconds)}` : '',
    megabytes(own.peakBytes),
    other ? megabytes(other.peakBytes) : '–',
    other ? `1/${short(other.peakBytes / own.peakBytes)}` : '',
    decibels(own.sqnr),
    decibels(other?.sqnr),
  ]);
  console.log();
  printTable(head, cells);
}

async function growth(one: Case): Promise<readonly { readonly images: number; readonly peakBytes: number }[]> {
  const found: { images: number; peakBytes: number }[] = [];
  for (const images of [16, 64, 1024]) {
    const { peakBytes } = await lathe(one, images, 'entropy', join(scratch, 'growth.onnx'));
    found.push({ images, peakBytes });
  }
  console.log(`\nPeak memory of ${one.name} by entropy:`);
  printTable(
    ['images', 'MB'],
    found.map(({ images, peakBytes }) => [String(images), (peakBytes / 1e6).toFixed(0)]),
  );
  return found;
}
