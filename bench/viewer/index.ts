// Opening and moving through graphs in Lathe and in Netron, on the same machine in one run, in the same way.
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { median } from '../support/results.ts';
import { printTable, short } from '../support/table.ts';
import { openPage } from './browser.ts';
import { searchTimes, serveLathe, watchLathe } from './lathe.ts';
import { type BenchModel, benchModels, fileOf } from './models.ts';
import { moveAbout } from './movement.ts';
import { serveNetron, watchNetron } from './netron.ts';
import { keep, type Rest, type Row } from './rows.ts';
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

/** Netron needs more than a minute for the largest graph. */
const longestWait = 400_000;

interface Program {
  readonly url: string;
  readonly watch: (page: Watched['page']) => Watched;
}

/** One run in a browser of its own; with `fully` also memory, movement and, where the program has it, search. */
async function runOnce({ url, watch }: Program, model: BenchModel, file: string, fully: boolean) {
  const own = await openPage(url);
  try {
    const watched = watch(own.page);
    await own.page.locator(watched.input).waitFor({ state: 'attached' });
    await own.page.waitForTimeout(1_500);
    const open = await timeToGraph(watched, file, longestWait);
    if (!fully) return { browser: own.version, open, rest: null };
    const { most } = own.memory();
    await own.page.waitForTimeout(2_000);
    await own.collectGarbage();
    const memory = { now: own.memory().now, most, ...(await own.heap()) };
    if (values['no-frames']) return { browser: own.version, open, rest: { memory, movement: null, search: null } };
    const search = watch === watchLathe ? await searchTimes(own.page, model.queries) : null;
    const movement = await moveAbout(own.page).catch((error: Error) => {
      console.error(`It did not go through the movements: ${error.message.split('\n')[0]}`);
      return null;
    });
    return { browser: own.version, open, rest: { memory, movement, search } };
  } finally {
    await own.close();
  }
}

/** The programs take turns, so that what else the machine does meets all of them. */
async function measure(programs: readonly (Program | null)[], model: BenchModel, file: string, runs: number) {
  const found = programs.map(() => ({ open: [] as number[], rest: null as Rest | null }));
  let browser = '';
  for (let run = 0; run < runs; run++) {
    for (const [place, program] of programs.entries()) {
      // One run of the largest takes Netron more than a minute.
      const last = program?.watch === watchNetron && model.name === '50000' ? 0 : runs - 1;
      const own = found[place];
      if (!program || !own || run > last) continue;
      const once = await runOnce(program, model, file, run === last);
      own.open.push(once.open);
      own.rest = once.rest;
      browser = once.browser;
    }
  }
  const [lathe = null, netron = null] = found.map(({ open, rest }) => rest && { open, ...rest });
  return { browser, lathe, netron };
}

async function main(): Promise<void> {
  if (values.help) {
    console.log(usage);
    return;
  }
  const names = values.models?.split(',');
  const models = benchModels.filter(({ name }) => !names || names.includes(name));
  const runs = Number(values.runs);
  if (models.length === 0) throw new Error(`No such model. ${usage}`);
  if (!(runs >= 1)) throw new Error('Give --runs 1 or more.');
  const [lathe, netron] = [
    values.only === 'netron' ? null : await serveLathe(),
    values.only === 'lathe' ? null : await serveNetron(),
  ];
  const programs = [
    lathe && { url: lathe.url, watch: watchLathe },
    netron && { url: netron.url, watch: watchNetron },
  ] as const;
  const rows: Row[] = [];
  const begin = performance.now();
  try {
    for (const model of models) {
      const file = await fileOf(model);
      console.error(`${model.what}…`);
      const { browser, ...both } = await measure(programs, model, file, runs);
      rows.push({ model, ...both });
      print(rows.slice(-1));
      // A run that is ended early has told what it found by then.
      if (!values.only) keep(browser, netron?.version ?? '', rows.at(-1) as Row);
    }
  } finally {
    await lathe?.stop();
    await netron?.stop();
  }
  console.log('');
  print(rows);
  const seconds = Math.round((performance.now() - begin) / 1000);
  console.log(`\n${seconds} s in all. Times are medians; frames are of three seconds of wheel events.`);
}

const megabytes = (bytes: number | undefined) => (bytes === undefined ? '–' : String(Math.round(bytes / 1e6)));
const ratio = (peer: number | undefined, own: number | undefined) =>
  peer === undefined || own === undefined ? '–' : `${short(peer / own)}×`;

function print(rows: readonly Row[]): void {
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
