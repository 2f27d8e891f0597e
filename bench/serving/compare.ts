// One model on every server: curves, ratios at equal p99, and what batching gains, printed and given back.
import { availableParallelism } from 'node:os';
import { printTable, short } from '../support/table.ts';
import { type BatchCeiling, batchCeiling } from './batchCeiling.ts';
import { type Contestant, type Curve, measureCurves, type Plan } from './curves.ts';
import { type BatchingGain, batchingGains, type Ratio, ratiosOf } from './ratios.ts';
import type { Form, Question } from './requests.ts';
import { type Served, startFastApi, startLathe, startMlServer } from './servers.ts';

export interface Compared {
  readonly curves: readonly Curve[];
  readonly ratios: readonly Ratio[];
  readonly batching: readonly BatchingGain[];
  readonly ceiling: BatchCeiling;
}

const cores = availableParallelism();
const alone = 'one by one';
const batched = 'batches';

/** Fills `contestants`, so that those that run are closed where a later one does not start. */
async function start(served: Served, forms: readonly Form[], contestants: Contestant[]): Promise<void> {
  const lathe = async (settings: string, maxBatch: number, instances: number): Promise<void> => {
    const options = ['--max-batch', String(maxBatch), '--instances', String(instances)];
    contestants.push({ product: 'Lathe', settings, server: await startLathe(served, options) });
  };
  await lathe(alone, 1, 1);
  await lathe(batched, 16, 1);
  await lathe(`batches, ${cores} sessions`, 8, cores);
  await lathe(`small batches, ${cores} sessions`, 2, cores);
  const named = (workers: number) => (workers === 0 ? 'no workers' : `${workers} worker${workers === 1 ? '' : 's'}`);
  for (const workers of new Set([1, cores])) {
    contestants.push({ product: 'FastAPI', settings: named(workers), server: await startFastApi(served, workers) });
  }
  // It reads JSON alone.
  if (!forms.includes('json')) return;
  // Its default is one; without any it serves from its own process, which small models like better.
  for (const workers of new Set([0, 1, cores])) {
    contestants.push({ product: 'MLServer', settings: named(workers), server: await startMlServer(served, workers) });
  }
}

export async function compare(
  title: string,
  served: Served,
  question: Question,
  forms: readonly Form[],
  plan: Plan,
): Promise<Compared> {
  const ceiling = await batchCeiling(served, question, plan.ms);
  const contestants: Contestant[] = [];
  try {
    await start(served, forms, contestants);
    const curves = await measureCurves(contestants, forms, question, plan);
    const compared = {
      curves,
      ratios: ratiosOf(curves, forms),
      batching: batchingGains(curves, forms, alone, batched),
      ceiling,
    };
    print(title, served, plan, compared);
    return compared;
  } finally {
    await Promise.all(contestants.map(({ server }) => server.close()));
  }
}

function print(title: string, { threads }: Served, plan: Plan, { curves, ratios, batching, ceiling }: Compared): void {
  console.log(
    `\n${title}, ${threads} thread a session: requests a second (p99 in ms) by connections; processor ms a request`,
  );
  printTable(
    ['server', 'form', ...plan.connections.map(String), 'processor'],
    curves.map(({ product, settings, form, points }) => [
      `${product}, ${settings}`,
      form,
      ...points.map(({ perSecond, p99Ms, errors }) =>
        errors > 0 ? `${errors} errors` : `${short(perSecond)} (${short(p99Ms)})`,
      ),
      short(Math.min(...points.map(({ processorMs }) => processorMs))),
    ]),
  );
  console.log('\nEach peer at its best, and Lathe at no worse a p99');
  printTable(
    ['peer', 'form', 'p99 ms', 'a second', 'Lathe', 'p99 ms', 'a second', 'ratio', 'processor ratio'],
    ratios.map(({ product, form, peer, lathe, ratio, processorRatio }) => [
      `${product}, ${peer.settings}`,
      form,
      short(peer.p99Ms),
      short(peer.perSecond),
      lathe?.settings ?? '–',
      short(lathe?.p99Ms ?? Number.NaN),
      short(lathe?.perSecond ?? Number.NaN),
      short(ratio),
      short(processorRatio),
    ]),
  );
  console.log('\nLathe’s batches over one request a run on one session');
  printTable(
    ['form', 'one by one a second', 'batches on one session', 'best'],
    batching.map((gain) => [gain.form, short(gain.alone), short(gain.oneSession), short(gain.best)]),
  );
  console.log(
    `\nIn ONNX Runtime itself ${ceiling.rows} rows together give ${short(ceiling.ratio)} times the rows a second of one by one (${short(ceiling.togetherMs)} ms, and ${short(ceiling.oneMs)} ms for one)`,
  );
}
