// Lathe's server against what a user would pick instead: requests a second at equal p99, batching, many connections, overhead.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { median, writeResults } from '../support/results.ts';
import { printTable, short } from '../support/table.ts';
import { holdConnections } from './connections.ts';
import { closedLoop, type LoadPoint } from './load.ts';
import { writeMemoryBound } from './memoryBound.ts';
import { gatewayOverhead } from './overhead.ts';
import { type Form, type Question, targetFor } from './requests.ts';
import { type Served, type Server, startFastApi, startLathe, startMlServer, warmUp } from './servers.ts';

const quick = process.argv.includes('--quick');
const threads = 1;
const connectionCounts = quick ? [1, 8] : [1, 2, 4, 8, 16, 32];
const loadMs = quick ? 1000 : 3000;
const rounds = quick ? 1 : 3;
const sample = resolve(import.meta.dirname, '../../assets/samples/shapes');

interface Contestant {
  readonly name: string;
  readonly kind: 'lathe' | 'fastapi' | 'mlserver';
  readonly server: Server;
}

interface Curve {
  readonly name: string;
  readonly form: Form;
  /** For each number of connections the median of the rounds. */
  readonly points: readonly LoadPoint[];
}

async function curves(
  contestants: readonly Contestant[],
  forms: readonly Form[],
  question: Question,
): Promise<Curve[]> {
  const found: Curve[] = [];
  for (const form of forms) {
    const entrants = contestants.flatMap(({ name, kind, server }) => {
      const target = targetFor(kind, server.url, form, question);
      return target ? [{ name, target, measured: connectionCounts.map((): LoadPoint[] => []) }] : [];
    });
    for (const { target } of entrants) await warmUp(target);
    for (let round = 0; round < rounds; round += 1) {
      for (const [place, connections] of connectionCounts.entries()) {
        for (const { target, measured } of entrants)
          measured[place]?.push(await closedLoop(target, connections, loadMs));
      }
    }
    for (const { name, measured } of entrants) found.push({ name, form, points: measured.map(middle) });
  }
  return found;
}

function middle(points: readonly LoadPoint[]): LoadPoint {
  const of = (field: keyof LoadPoint) => median(points.map((point) => point[field]));
  return {
    connections: of('connections'),
    perSecond: of('perSecond'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    errors: of('errors'),
  };
}

/** The most requests a second whose p99 is not above the bound. */
function within(curve: Curve, p99Ms: number): LoadPoint | undefined {
  const fit = curve.points.filter((point) => point.p99Ms <= p99Ms && point.errors === 0);
  return fit.toSorted((a, b) => b.perSecond - a.perSecond)[0];
}

/** Each peer at its best, and Lathe at no worse a p99 than it has there. */
function ratios(found: readonly Curve[]) {
  return found
    .filter(({ name }) => !name.startsWith('Lathe'))
    .flatMap((peer) => {
      const best = within(peer, Number.POSITIVE_INFINITY);
      if (!best) return [];
      return found
        .filter(({ name, form }) => name.startsWith('Lathe') && form === peer.form)
        .map((lathe) => {
          const same = within(lathe, best.p99Ms);
          return {
            form: peer.form,
            peer: peer.name,
            lathe: lathe.name,
            peerPerSecond: best.perSecond,
            p99Ms: best.p99Ms,
            lathePerSecond: same?.perSecond ?? 0,
            ratio: (same?.perSecond ?? 0) / best.perSecond,
          };
        });
    });
}

async function compare(
  title: string,
  served: Served,
  question: Question,
  forms: readonly Form[],
  extra: readonly string[],
) {
  const contestants: Contestant[] = [
    {
      name: 'Lathe, one by one',
      kind: 'lathe',
      server: await startLathe(served, ['--max-batch', '1', '--instances', '1'], 'Lathe, one by one'),
    },
    {
      name: 'Lathe, batches',
      kind: 'lathe',
      server: await startLathe(served, ['--max-batch', '16', '--instances', '1'], 'Lathe, batches'),
    },
    {
      name: 'Lathe, 2 sessions',
      kind: 'lathe',
      server: await startLathe(served, ['--max-batch', '8', '--instances', '2'], 'Lathe, 2 sessions'),
    },
    { name: 'FastAPI', kind: 'fastapi', server: await startFastApi(served, extra) },
    { name: 'MLServer', kind: 'mlserver', server: await startMlServer(served) },
  ];
  try {
    const found = await curves(contestants, forms, question);
    console.log(`\n${title}, ${threads} thread a session: requests a second (p99 in ms) by connections`);
    printTable(
      ['server', 'form', ...connectionCounts.map(String)],
      found.map(({ name, form, points }) => [
        name,
        form,
        ...points.map((point) => `${short(point.perSecond)} (${short(point.p99Ms)})`),
      ]),
    );
    const against = ratios(found);
    console.log('\nat no worse a p99 than the peer has at its best');
    printTable(
      ['peer', 'form', 'p99 ms', 'peer', 'Lathe', 'a second', 'ratio'],
      against.map(({ peer, form, p99Ms, peerPerSecond, lathe, lathePerSecond, ratio }) => [
        peer,
        form,
        short(p99Ms),
        short(peerPerSecond),
        lathe,
        short(lathePerSecond),
        short(ratio),
      ]),
    );
    const best = (name: string, form: Form) =>
      within(
        found.find((curve) => curve.name === name && curve.form === form) ?? { name, form, points: [] },
        Number.POSITIVE_INFINITY,
      )?.perSecond ?? 0;
    const batching = forms.map((form) => ({
      form,
      ratio: best('Lathe, batches', form) / best('Lathe, one by one', form),
    }));
    console.log(
      `\nbatches over one by one: ${batching.map(({ form, ratio }) => `${form} ${short(ratio)}`).join(', ')}`,
    );
    return { curves: found, ratios: against, batching };
  } finally {
    await Promise.all(contestants.map(({ server }) => server.close()));
  }
}

const folder = mkdtempSync(join(tmpdir(), 'lathe-bench-serving-'));
try {
  const image = readFileSync(join(sample, 'test/heart/003.jpg'));
  const served: Served = { model: join(sample, 'shapes.onnx'), input: 'image', threads };
  const question: Question = {
    input: 'image',
    shape: [1, 3, 64, 64],
    values: Float32Array.from({ length: 12_288 }, (_, index) => Math.sin(index)),
    image,
  };
  const extra = [join(sample, 'preprocessing.json'), join(sample, 'classes.txt')].filter(existsSync);
  const overhead = await gatewayOverhead(served, question, quick ? 500 : 5000);
  console.log(
    `\nGateway over the bare engine at p50: ${overhead.overheadMs.toFixed(3)} ms (engine ${overhead.bareMs.toFixed(3)} ms, over HTTP ${overhead.servedMs.toFixed(3)} ms)`,
  );
  const bundled = await compare('The bundled sample', served, question, ['binary', 'json', 'image'], extra);

  const wide = await writeMemoryBound(folder);
  const bound = await compare(
    'Three layers of 2048 × 2048, bound by memory',
    { model: wide.path, input: 'x', threads },
    {
      input: 'x',
      shape: [1, wide.width],
      values: Float32Array.from({ length: wide.width }, (_, index) => Math.cos(index)),
      image: undefined,
    },
    ['binary'],
    [],
  );
  const held = await holdConnections(served, question, { connections: quick ? 200 : 2000, seconds: quick ? 5 : 60 });
  console.log(
    `\n${held.connections} connections for ${held.seconds} s: ${held.requests} requests, ${held.errors} errors, p99 ${short(held.p99Ms)} ms, resident ${short(held.residentBefore / 2 ** 20)} → ${short(held.residentHighest / 2 ** 20)} MB`,
  );
  writeResults('serving', {}, { threads, overhead, bundled, memoryBound: bound, held });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
