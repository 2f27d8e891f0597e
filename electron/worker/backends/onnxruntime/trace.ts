// Runs an engine with ONNX Runtime's own profiler, and gives its trace.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Values } from '#electron/worker/value.ts';
import { openSession } from './session.ts';

export interface Trace {
  readonly engine: string;
  readonly threads: number;
  readonly feeds: Values;
}

const atLeast = 5;
const atMost = 40;
const enoughMs = 250;

/** One event a node and run, in the trace's own JSON. The profiler writes a file, which is read and removed. */
export function traceNodes({ engine, threads, feeds }: Trace): string {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-trace-'));
  try {
    const session = openSession(engine, { threads, optimization: 'none', traceTo: join(folder, 'trace') });
    const prepared = session.prepare(feeds);
    const start = performance.now();
    for (let run = 0; run < atLeast || (run < atMost && performance.now() - start < enoughMs); run += 1) {
      session.runPrepared(prepared);
    }
    session.endTrace();
    session.close();
    const [file = ''] = readdirSync(folder);
    return readFileSync(join(folder, file), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
