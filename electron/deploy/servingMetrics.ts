// How a whole deployment fares, from what its versions count.
import { readFileSync } from 'node:fs';
import type { ServingMetrics } from '#core/contract/serving.ts';
import { percentile } from '#core/measure/percentile.ts';
import type { Repository } from './repository.ts';

/** Gives the totals since the start, and rates and percentiles since it was last asked. */
export function servingMetrics(repository: Repository): () => ServingMetrics {
  let before = { at: performance.now(), ...totalsOf(repository) };
  return () => {
    const now = { at: performance.now(), ...totalsOf(repository) };
    const seconds = (now.at - before.at) / 1000;
    // A version that was exchanged takes its counts with it.
    const since = (field: keyof ReturnType<typeof totalsOf>) => Math.max(0, now[field] - before[field]);
    const mean = (sum: number, count: number) => (count > 0 ? sum / count : null);
    const latencies = joined(repository.all().map(({ statistics }) => statistics.takeLatencies())).sort();
    const metrics: ServingMetrics = {
      at: Date.now(),
      requests: now.requests,
      errors: now.errors,
      inFlight: repository.all().reduce((sum, { batcher }) => sum + batcher.inFlight, 0),
      queued: repository.all().reduce((sum, { batcher }) => sum + batcher.queued, 0),
      perSecond: since('requests') / seconds,
      meanBatch: mean(since('rows'), since('inferences')),
      meanQueueMs: mean(since('queueMs'), since('queued')),
      meanComputeMs: mean(since('computeMs'), since('inferences')),
      p50Ms: latencies.length > 0 ? percentile(latencies, 50) : null,
      p99Ms: latencies.length > 0 ? percentile(latencies, 99) : null,
      residentBytes:
        process.memoryUsage.rss() +
        repository
          .all()
          .flatMap(({ pids }) => pids)
          .reduce((sum, pid) => sum + residentBytes(pid), 0),
    };
    before = now;
    return metrics;
  };
}

function totalsOf(repository: Repository) {
  const sum = { requests: 0, errors: 0, inferences: 0, rows: 0, queueMs: 0, computeMs: 0, queued: 0 };
  for (const { statistics } of repository.all()) {
    const totals = statistics.totals();
    for (const field of Object.keys(sum) as (keyof typeof sum)[]) sum[field] += totals[field];
  }
  return sum;
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** Of another process; 0 where the system does not tell. */
export function residentBytes(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
