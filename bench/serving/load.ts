// Closed loop: so many connections, each with one request under way.
import { summarizeLatencies } from '#core/measure/load/summarize.ts';
import { closedLoop as run } from '#electron/load/closedLoop.ts';
import { openHttp } from '#electron/load/httpConnection.ts';
import type { Target } from './client.ts';

export interface LoadPoint {
  readonly connections: number;
  /** All, warm-up among them. */
  readonly answers: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
}

/** The first tenth of the time is warm-up and not counted. Where nothing is answered in time, it took all of the time. */
export async function closedLoop(target: Target, connections: number, ms: number): Promise<LoadPoint> {
  const { host, port, request } = target;
  const [warmUpMs, durationMs] = [ms / 10, (ms * 9) / 10];
  const open = () => openHttp(`http://${host}:${port}`);
  const { latencies, causes, answers } = await run({ open, requests: [request], connections, warmUpMs, durationMs });
  const latency = summarizeLatencies(latencies);
  return {
    connections,
    answers,
    perSecond: (latencies.length * 1000) / durationMs,
    p50Ms: latency?.p50 ?? ms,
    p99Ms: latency?.p99 ?? ms,
    errors: Object.values(causes).reduce((sum, count) => sum + count, 0),
  };
}
