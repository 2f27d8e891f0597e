// What a request costs beyond the inference itself: one client, one request at a time, against the engine in this process.
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { median } from '../support/results.ts';
import { open } from './client.ts';
import { type Question, targetFor } from './requests.ts';
import { type Served, startLathe, warmUp } from './servers.ts';

export interface Overhead {
  readonly bareMs: number;
  readonly servedMs: number;
  readonly overheadMs: number;
}

/** Bare and served take turns, so that noise hits both alike. */
export async function gatewayOverhead(served: Served, question: Question, count: number): Promise<Overhead> {
  const server = await startLathe(served, ['--max-batch', '1']);
  const configuration = { session: { 'intra_op.allow_spinning': '0' } };
  const session = openSession(served.model, { threads: served.threads, optimization: 'all', configuration });
  const { shape: dims, values: data, input } = question;
  const feeds = { [input]: { type: 'float32', dims, data } } as const;
  const target = targetFor('Lathe', server.url, 'binary', question);
  if (!target) throw new Error('the sample takes binary data');
  try {
    await warmUp(target);
    const connection = await open(target);
    const bare: number[] = [];
    const over: number[] = [];
    const turns = 20;
    for (let turn = 0; turn < turns; turn += 1) {
      for (let index = 0; index < count / turns; index += 1) {
        const start = performance.now();
        session.run(feeds);
        bare.push(performance.now() - start);
      }
      await new Promise((done) => setImmediate(done));
      for (let index = 0; index < count / turns; index += 1) {
        const start = performance.now();
        await connection.send(target.request);
        over.push(performance.now() - start);
      }
    }
    connection.close();
    const [bareMs, servedMs] = [median(bare), median(over)];
    return { bareMs, servedMs, overheadMs: servedMs - bareMs };
  } finally {
    session.close();
    await server.close();
  }
}
