// Closed loop: so many connections, each with one request under way; the next is sent when the last was answered.
import { now } from './clock.ts';
import type { Connection, Open } from './connection.ts';
import { createRecorder, type Samples } from './samples.ts';

export interface ClosedLoop {
  readonly open: Open;
  /** Sent in turn. */
  readonly requests: readonly Buffer[];
  readonly connections: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  readonly signal?: AbortSignal;
}

/** A connection that is lost is opened anew after this time, in milliseconds. */
const reopenMs = 20;

export interface ClosedSamples extends Samples {
  /** All answers, those of the warm-up among them. */
  readonly answers: number;
}

/** Counts what is sent after the warm-up and answered before the end. */
export async function closedLoop(plan: ClosedLoop): Promise<ClosedSamples> {
  const { open, requests, connections, warmUpMs, durationMs, signal } = plan;
  const counted = now() + warmUpMs;
  const end = counted + durationMs;
  const recorder = createRecorder();
  let turn = 0;
  let answers = 0;
  const client = async () => {
    let connection: Connection | undefined;
    while (now() < end && !signal?.aborted) {
      const start = now();
      const outcome = await attempt();
      const done = now();
      if (start >= counted && done <= end) recorder.add(outcome, done - start);
      if (!connection) await new Promise((resolve) => setTimeout(resolve, reopenMs));
    }
    connection?.close();

    async function attempt(): Promise<string> {
      try {
        if (connection?.closed) connection = undefined;
        connection ??= await open();
        const request = requests[turn++ % requests.length] as Buffer;
        const outcome = await connection.send(request);
        answers += 1;
        return outcome;
      } catch (error) {
        connection?.close();
        connection = undefined;
        return error instanceof Error ? error.message : String(error);
      }
    }
  };
  // A server that has hung must not hold the client for ever.
  await Promise.race([
    Promise.all(Array.from({ length: connections }, client)),
    new Promise((resolve) => setTimeout(resolve, warmUpMs + durationMs + drainMs).unref()),
  ]);
  return { ...recorder.samples(), answers };
}

/** How long after the end the last answers are waited for, in milliseconds. */
export const drainMs = 5000;
