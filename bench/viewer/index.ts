// Opening and moving through graphs in Lathe and in Netron, on the same machine in one run, in the same way.
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { median, writeResults } from '../support/results.ts';
import { printTable, short } from '../support/table.ts';
import { openPage } from './browser.ts';
import { searchTimes, serveLathe, watchLathe } from './lathe.ts';
import { type BenchModel, benchModels, fileOf } from './models.ts';
import { type Movement, moveAbout } from './movement.ts';
import { serveNetron, watchNetron } from './netron.ts';
import { timeToGraph, type Watched } from './stopwatch.ts';

const usage = `node bench/viewer/index.ts [--models ${benchModels.map(({ name }) => name).join(',')}] [--runs 3] [--only lathe|netron] [--no-frames]`;
const { values } = parseArgs({
  options: {
    models: { type: 'string' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string' },
    'no-frames': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

interface Measured {
  /** Milliseconds of each run, in the order in which they were taken. */
  readonly open: readonly number[];
  readonly memory: { readonly now: number; readonly most: number; readonly objects: number; readonly buffers: number };
  readonly movement: Movement | null;
  readonly search: readonly number[] | null;
}

/** Netron needs more than a minute for the largest graph. */
const longestWait = 400_000;

async function measure(
  url: string,
  watch: (page: Watched['page']) => Watched,
  model: BenchModel,
  file: string,
  runs: number,
) {
  const open: number[] = [];
  let memory: Measured['memory'] | null = null;
  let movement: Movement | null = null;
  let search: readonly number[] | null = null;
  let browser = '';
  for (let run = 0; run < runs; run++) {
    const own = await openPage(url);
    try {
      browser = own.version;
      const watched = watch(own.page);
      await own.page.locator(watched.input).waitFor({ state: 'attached' });
      await own.page.waitForTimeout(1_500);
      open.push(await timeToGraph(watched, file, longestWait));
      if (run < runs - 1) continue;
      const { most } = own.memory();
      await own.page.waitForTimeout(2_000);
      await own.collectGarbage();
      memory = { now: own.memory().now, most, ...(await own.heap()) };
      if (values['no-frames']) continue;
      if (watch === watchLathe) search = await searchTimes(own.page, model.queries);
      movement = await moveAbout(own.page).catch((error: Error) => {
        console.error(`It did not go through the movements: ${error.message.split('\n')[0]}`);
        return null;
      });
    } finally {
      await own.close();
    }
  }
  if (!memory) throw new Error('Give --runs 1 or more.');
  return { browser, measured: { open, memory, movement, search } satisfies Measured };
}

async function main(): Promise<void> {
  if (values.help) {
    console.log(usage);
    return;
  }
  const names = values.models?.split(',');
  const models = benchModels.filter(({ name }) => !names || names.includes(name));
  if (models.length === 0) throw new Error(`No such model. ${usage}`);
  const runs = Number(values.runs);
  const [lathe, netron] = [await serveLathe(), values.only === 'lathe' ? null : await serveNetron()];
  const rows: { model: BenchModel; lathe: Measured | null; netron: Measured | null }[] = [];
  let chromium = '';
  const begin = performance.now();
  try {
    for (const model of models) {
      const file = await fileOf(model);
      console.error(`${model.what}…`);
      const ours = values.only === 'netron' ? null : await measure(lathe.url, watchLathe, model, file, runs);
      // One run of the largest takes Netron more than a minute.
      const peers = netron
        ? await measure(netron.url, watchNetron, model, file, model.name === '50000' ? 1 : runs)
        : null;
      chromium = ours?.browser ?? peers?.browser ?? '';
      rows.push({ model, lathe: ours?.measured ?? null, netron: peers?.measured ?? null });
      print(rows.slice(-1));
    }
  } finally {
    await lathe.stop();
    await netron?.stop();
  }
  console.log('');
  print(rows);
  const seconds = Math.round((performance.now() - begin) / 1000);
  console.log(`\n${seconds} s in all. Times are medians; frames are of three seconds of wheel events.`);
  if (values.only || names) return;
  const found = rows.map(({ model: { name, what, goal }, ...both }) => ({ name, what, goal, ...both }));
  writeResults('viewer', { chromium, netron: netron?.version ?? '' }, { models: found });
}

const megabytes = (bytes: number | undefined) => (bytes === undefined ? '–' : String(Math.round(bytes / 1e6)));
const ratio = (peer: number | undefined, own: number | undefined) =>
  peer === undefined || own === undefined ? '–' : `${short(peer / own)}×`;

function print(rows: readonly { model: BenchModel; lathe: Measured | null; netron: Measured | null }[]): void {
  printTable(
    ['model', 'ready ms', 'Netron', 'sooner', 'goal', 'MB now', 'Netron', 'share', 'peak MB', 'Netron'],
    rows.map(({ model, lathe, netron }) => {
      const [own, peer] = [lathe && median(lathe.open), netron && median(netron.open)].map((time) => time ?? undefined);
      const [mine, theirs] = [lathe?.memory, netron?.memory];
      return [
        model.what,
        own === undefined ? '–' : String(Math.round(own)),
        peer === undefined ? '–' : String(Math.round(peer)),
        ratio(peer, own),
        `${model.goal}×`,
        megabytes(mine?.now),
        megabytes(theirs?.now),
        mine && theirs ? (mine.now / theirs.now).toFixed(2) : '–',
        megabytes(mine?.most),
        megabytes(theirs?.most),
      ];
    }),
  );
  const moved = rows.flatMap(({ model, lathe, netron }) =>
    (['pan', 'zoom', 'farPan', 'farZoom'] as const).flatMap((kind) => {
      const [own, peer] = [lathe?.movement?.[kind], netron?.movement?.[kind]];
      if (!own && !peer) return [];
      const told = [own, peer].flatMap((frames) =>
        frames ? [frames.perSecond.toFixed(1), frames.longest.toFixed(0), String(frames.slow)] : ['–', '–', '–'],
      );
      return [[model.what, kind, ...told]];
    }),
  );
  console.log('');
  if (moved.length > 0) {
    const head = ['frames/s', 'longest ms', '> 50 ms'];
    printTable(['model', 'movement', ...head, ...head.map((title) => `Netron ${title}`)], moved);
  }
  for (const { model, lathe } of rows) {
    if (lathe?.search) console.log(`Search over ${model.what}: ${lathe.search.map(short).join(', ')} ms`);
  }
}

await main();
