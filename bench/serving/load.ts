// Closed loop: so many connections, each with one request under way.
import { percentile } from '#core/measure/percentile.ts';
import { open, type Target } from './client.ts';

export interface LoadPoint {
  readonly connections: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
}

/** The first tenth of the time is warm-up and not counted. */
export async function closedLoop(target: Target, connections: number, ms: number): Promise<LoadPoint> {
  const latencies: number[] = [];
  let errors = 0;
  const begin = performance.now();
  const counted = begin + ms / 10;
  const end = begin + ms;
  const clients = Array.from({ length: connections }, async () => {
    const connection = await open(target);
    while (performance.now() < end) {
      const start = performance.now();
      const status = await connection.send(target.request);
      const now = performance.now();
      if (status !== 200) errors += 1;
      else if (start >= counted && now <= end) latencies.push(now - start);
    }
    connection.close();
  });
  await Promise.all(clients);
  const sorted = Float64Array.from(latencies).sort();
  if (sorted.length === 0) throw new Error(`nothing was answered within ${ms} ms`);
  return {
    connections,
    perSecond: (sorted.length * 1000) / (end - counted),
    p50Ms: percentile(sorted, 50),
    p99Ms: percentile(sorted, 99),
    errors,
  };
}
