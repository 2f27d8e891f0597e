// What a request costs beyond the inference itself: one client, one request at a time, against the engine in this process.
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { median } from '../support/results.ts';
import { startBareHttp } from './bareHttp.ts';
import { openBlockingClient } from './blockingClient.ts';
import { open, type Target } from './client.ts';
import { type Question, targetFor } from './requests.ts';
import { type Served, startLathe, warmUp } from './servers.ts';

/** All at the median, in milliseconds. */
export interface Overhead {
  readonly bareMs: number;
  /** Asked by Lathe's load client, whose event loop is part of what it measures. */
  readonly servedMs: number;
  readonly overheadMs: number;
  /** Asked by a client that waits in read(), which adds nothing of its own; undefined where nothing compiles it. */
  readonly blocking: { readonly servedMs: number; readonly overheadMs: number } | undefined;
  /** What the same request costs both clients at a server of node:http that answers at once. */
  readonly httpAlone: { readonly servedMs: number; readonly blockingMs: number | undefined };
}

/** One after the other, how long each of so many took. */
type Ask = (count: number) => Promise<readonly number[]>;

/** All take turns, so that noise hits them alike. */
export async function gatewayOverhead(served: Served, question: Question, count: number): Promise<Overhead> {
  const server = await startLathe(served, ['--max-batch', '1']);
  const configuration = { session: { 'intra_op.allow_spinning': '0' } };
  const session = openSession(served.model, { threads: served.threads, optimization: 'all', configuration });
  const { shape: dims, values: data, input } = question;
  const feeds = { [input]: { type: 'float32', dims, data } } as const;
  const target = targetFor('Lathe', server.url, 'binary', question);
  if (!target) throw new Error('the sample takes binary data');
  const closing: (() => void)[] = [];
  try {
    await warmUp(target);
    const looping = async (of: Target): Promise<Ask> => {
      const connection = await open(of);
      closing.push(connection.close);
      return async (times) => {
        const took: number[] = [];
        for (let index = 0; index < times; index += 1) {
          const start = performance.now();
          await connection.send(of.request);
          took.push(performance.now() - start);
        }
        return took;
      };
    };
    const blocking = (of: Target): Ask | undefined => {
      const client = openBlockingClient(of);
      if (client) closing.push(client.close);
      return client?.send;
    };
    const bareHttp = await startBareHttp(answerBytes);
    closing.push(bareHttp.close);
    const alone: Target = { ...target, host: '127.0.0.1', port: bareHttp.port };
    const engine: Ask = async (times) => {
      const took: number[] = [];
      for (let index = 0; index < times; index += 1) {
        const start = performance.now();
        session.run(feeds);
        took.push(performance.now() - start);
      }
      return took;
    };
    const [bareMs = 0, servedMs = 0, waitedMs, aloneMs = 0, aloneWaitedMs] = await inTurns(
      [engine, await looping(target), blocking(target), await looping(alone), blocking(alone)],
      count,
    );
    return {
      bareMs,
      servedMs,
      overheadMs: servedMs - bareMs,
      blocking: waitedMs === undefined ? undefined : { servedMs: waitedMs, overheadMs: waitedMs - bareMs },
      httpAlone: { servedMs: aloneMs, blockingMs: aloneWaitedMs },
    };
  } finally {
    for (const close of closing) close();
    session.close();
    await server.close();
  }
}

/** About what the sample is answered with. */
const answerBytes = 200;
const turns = 20;

/** The median of each; undefined of what is. */
async function inTurns(asks: readonly (Ask | undefined)[], count: number): Promise<(number | undefined)[]> {
  const all = asks.map(() => [] as number[]);
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [place, ask] of asks.entries()) {
      if (ask) all[place]?.push(...(await ask(count / turns)));
      await new Promise((done) => setImmediate(done));
    }
  }
  return all.map((took) => (took.length > 0 ? median(took) : undefined));
}
