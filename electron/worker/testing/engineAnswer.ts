// What an engine answers, for tests with the libraries that pretend.
import { join } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import { engineLibrary } from '#electron/worker/backends/tensorrt/engineLibrary.ts';
import { startRunner } from '#electron/worker/runner/runner.ts';
import type { Workplace } from './workplace.ts';

/** `y` of an engine for x = [[1, 2, 3, 4]], after a refit from the model at `weights` where that is given. */
export async function engineAnswer(work: Workplace, record: BuildRecord, weights?: string): Promise<readonly number[]> {
  const runner = startRunner(work.context(), 'an engine');
  try {
    const tensorrt = await engineLibrary(work.context(), record);
    const out = join(work.home, 'refitted.plan');
    if (weights) await runner.ask({ command: 'refit', engine: record.engine, tensorrt, model: weights, out });
    await runner.ask({ command: 'load', engine: weights ? out : record.engine, threads: 1, tensorrt });
    const x = { type: 'float32', dims: [1, 4], data: Float32Array.of(1, 2, 3, 4) } as const;
    await runner.ask({ command: 'first', feeds: { x } });
    const { y } = (await runner.ask({ command: 'outputs' })).values;
    return Array.from(y?.type === 'float32' ? y.data : []);
  } finally {
    runner.close();
  }
}
