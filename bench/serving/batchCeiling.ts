// What a batch gains in ONNX Runtime itself, without any server: no server's batches can gain more in its kernels.
import { freeBatch } from '#electron/deploy/model/freeBatch.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { median } from '../support/results.ts';
import type { Question } from './requests.ts';
import type { Served } from './servers.ts';

export interface BatchCeiling {
  readonly rows: number;
  /** Medians of runs, of one row and of so many. */
  readonly oneMs: number;
  readonly togetherMs: number;
  /** Rows a second together, over rows a second one by one. */
  readonly ratio: number;
}

const rows = 8;
const turns = 20;

/** Both take turns, so that noise hits them alike. @param ms for each of them. */
export async function batchCeiling(
  { model, threads }: Served,
  { input, shape, values }: Question,
  ms: number,
): Promise<BatchCeiling> {
  const engine = { engine: model, threads, optimization: 'all', tensorrt: null } as const;
  // The model as the server loads it for batches.
  const freed = await freeBatch(engine, {}, () => {});
  const configuration = { session: { 'intra_op.allow_spinning': '0' } };
  const session = openSession(freed?.engine ?? model, { threads, optimization: 'all', configuration });
  try {
    const feeds = (count: number) => {
      const data = new Float32Array(values.length * count);
      for (let row = 0; row < count; row += 1) data.set(values, row * values.length);
      return { [input]: { type: 'float32', dims: [count, ...shape.slice(1)], data } } as const;
    };
    const sizes = [1, rows].map((count) => ({ prepared: session.prepare(feeds(count)), taken: [] as number[] }));
    for (const { prepared } of sizes) session.runPrepared(prepared);
    for (let turn = 0; turn < turns; turn += 1) {
      for (const { prepared, taken } of sizes) {
        const end = performance.now() + ms / turns;
        do {
          const start = performance.now();
          session.runPrepared(prepared);
          taken.push(performance.now() - start);
        } while (performance.now() < end);
        // Outputs are freed by the event loop.
        await new Promise((done) => setImmediate(done));
      }
    }
    const [oneMs = Number.NaN, togetherMs = Number.NaN] = sizes.map(({ taken }) => median(taken));
    return { rows, oneMs, togetherMs, ratio: (rows * oneMs) / togetherMs };
  } finally {
    session.close();
    await freed?.remove();
  }
}
