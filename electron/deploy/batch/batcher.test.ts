// The queue: who runs with whom, when, and what happens when there is no more room or time.
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineSession } from '#electron/deploy/engine/startEngine.ts';
import { type BatcherOptions, createBatcher } from './batcher.ts';
import type { BatchRequest } from './request.ts';

const usual: BatcherOptions = { maxBatch: 4, maxDelayUs: 0, preferred: [], timeoutMs: 5000, queue: 100 };
const quiet = { onBatch: () => {}, onQueued: () => {} };

function request(values: readonly number[], columns = 1): BatchRequest {
  const bytes = new Uint8Array(Float32Array.from(values).buffer);
  return { wanted: [0], inputs: [{ name: 'x', datatype: 'FP32', shape: [values.length / columns, columns], bytes }] };
}

/** Gives back what it is fed, times two, and writes down how many rows came together. `hold` keeps it busy. */
function doubling(hold?: Promise<void>): EngineSession & { readonly batches: number[] } {
  const batches: number[] = [];
  return {
    batches,
    async infer([tensor]) {
      if (!tensor) throw new Error('nothing was fed');
      batches.push(tensor.shape[0] ?? 0);
      await hold;
      await wait(1);
      const values = new Float32Array(Uint8Array.from(Buffer.concat(tensor.parts)).buffer).map((value) => value * 2);
      return { computeMs: 1, tensors: [{ ...tensor, parts: [new Uint8Array(values.buffer)] }] };
    },
  };
}

function batcherOn(sessions: readonly EngineSession[], options: Partial<BatcherOptions> = {}) {
  const batcher = createBatcher({ ...usual, ...options }, quiet);
  batcher.attach(sessions);
  return batcher;
}

async function answered(batcher: ReturnType<typeof batcherOn>, asked: BatchRequest): Promise<number[]> {
  const { outputs } = await batcher.submit(asked);
  return [...new Float32Array(Uint8Array.from(outputs[0]?.bytes ?? []).buffer)];
}

describe('batcher', () => {
  it('gives each of many requests of mixed sizes and shapes what it would have got alone', async () => {
    const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 2 })), {
      minLength: 1,
      maxLength: 24,
    });
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 3 }),
        async (all, maxBatch, instances) => {
          const sessions = Array.from({ length: instances }, () => doubling());
          const batcher = batcherOn(sessions, { maxBatch });
          let next = 0;
          const requests = all.map(([rows, columns]) => Array.from({ length: rows * columns }, () => next++));
          const answers = await Promise.all(
            requests.map((values, place) => answered(batcher, request(values, all[place]?.[1]))),
          );
          expect(answers).toEqual(requests.map((values) => values.map((value) => value * 2)));
          // A request that is larger by itself runs alone.
          const largest = Math.max(maxBatch, ...all.map(([rows]) => rows));
          expect(Math.max(...sessions.flatMap(({ batches }) => batches))).toBeLessThanOrEqual(largest);
          await batcher.idle();
          expect([batcher.queued, batcher.inFlight]).toEqual([0, 0]);
        },
      ),
      { numRuns: 40 },
    );
  });
  it('puts together what waits while a session is busy', async () => {
    const session = doubling();
    const batcher = batcherOn([session]);
    await Promise.all([1, 2, 3, 4, 5].map((value) => answered(batcher, request([value]))));
    expect(session.batches).toEqual([1, 4]);
  });
  it('waits for others as long as it may, and no longer where a preferred size is reached', async () => {
    const session = doubling();
    const patient = batcherOn([session], { maxDelayUs: 50_000, preferred: [2] });
    const pair = Promise.all([answered(patient, request([1])), answered(patient, request([2]))]);
    await pair;
    expect(session.batches).toEqual([2]);
    const alone = await patient.submit(request([3]));
    expect(alone.queueMs).toBeGreaterThanOrEqual(49);
    expect(session.batches).toEqual([2, 1]);
  });
  it('refuses at once what finds the queue full', async () => {
    const gate = Promise.withResolvers<void>();
    const batcher = batcherOn([doubling(gate.promise)], { queue: 2, maxBatch: 1 });
    const running = [1, 2, 3].map((value) => answered(batcher, request([value])));
    await expect(batcher.submit(request([4]))).rejects.toMatchObject({ kind: 'exhausted', status: 503, grpcCode: 8 });
    gate.resolve();
    expect(await Promise.all(running)).toEqual([[2], [4], [6]]);
  });
  it('refuses what takes too long, whether it waits or runs, and keeps the session', async () => {
    const gate = Promise.withResolvers<void>();
    const batcher = batcherOn([doubling(gate.promise)], { maxBatch: 1, timeoutMs: 20 });
    const late = [1, 2].map((value) => batcher.submit(request([value])));
    for (const one of late) await expect(one).rejects.toMatchObject({ kind: 'deadline', status: 504, grpcCode: 4 });
    expect([batcher.queued, batcher.inFlight]).toEqual([0, 1]);
    gate.resolve();
    await batcher.idle();
    expect(await answered(batcher, request([5]))).toEqual([10]);
  });
  it('withdraws what its client no longer wants', async () => {
    const gate = Promise.withResolvers<void>();
    const batcher = batcherOn([doubling(gate.promise)], { maxBatch: 1 });
    const first = answered(batcher, request([1]));
    const signal: { onCancel?: () => void } = {};
    const second = batcher.submit(request([2]), signal);
    signal.onCancel?.();
    await expect(second).rejects.toMatchObject({ message: 'the client has gone' });
    expect(batcher.queued).toBe(0);
    gate.resolve();
    expect(await first).toEqual([2]);
  });
});
