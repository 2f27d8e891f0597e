// The queue: who runs with whom, when, and what happens when there is no more room or time.
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EngineSession, Inferred } from '#electron/deploy/engine/startEngine.ts';
import { ServingError } from '#electron/deploy/protocol/servingError.ts';
import { type BatcherOptions, createBatcher } from './batcher.ts';
import type { BatchRequest } from './request.ts';

const usual: BatcherOptions = { maxBatch: 4, maxDelayUs: 0, preferred: [], timeoutMs: 5000, queue: 100 };
const quiet = { onBatch: () => {}, onQueued: () => {}, onStuck: () => {} };

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

/** Answers when it is told to, in order; `computeMs` is what it says of each. */
function told(computeMs: number) {
  const asked: { readonly value: number; readonly answer: () => void; readonly fail: (error: Error) => void }[] = [];
  const session: EngineSession = {
    infer([tensor]) {
      const { promise, resolve, reject } = Promise.withResolvers<Inferred>();
      const [value = Number.NaN] = new Float32Array(Uint8Array.from(tensor?.parts[0] ?? []).buffer);
      const answer = () => resolve({ computeMs, tensors: tensor ? [tensor] : [] });
      asked.push({ value, answer, fail: reject });
      return promise;
    },
  };
  return { session, asked, values: () => asked.map(({ value }) => value) };
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

afterEach(() => {
  vi.useRealTimers();
});

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
  it('sends one whole batch ahead to a session whose runs are short, and counts it among what waits', async () => {
    const { session, asked, values } = told(0.5);
    const batcher = batcherOn([session], { maxBatch: 1 });
    const answers = [1, 2, 3, 4].map((value) => answered(batcher, request([value])));
    expect(values()).toEqual([1]);
    asked[0]?.answer();
    expect(await answers[0]).toEqual([1]);
    expect(values()).toEqual([1, 2, 3]);
    expect([batcher.inFlight, batcher.queued]).toEqual([1, 2]);
    for (let place = 1; place < 4; place += 1) {
      asked[place]?.answer();
      expect(await answers[place]).toEqual([place + 1]);
    }
    expect([batcher.inFlight, batcher.queued]).toEqual([0, 0]);
  });
  it('sends nothing ahead where runs are long or more may still join', async () => {
    for (const [computeMs, maxBatch] of [
      [1000, 1],
      [0.5, 4],
    ] as const) {
      const { session, asked, values } = told(computeMs);
      const batcher = batcherOn([session], { maxBatch });
      const first = answered(batcher, request([1]));
      asked[0]?.answer();
      await first;
      const rest = [2, 3].map((value) => answered(batcher, request([value], 1)));
      expect(values()).toEqual([1, 2]);
      asked[1]?.answer();
      expect(await rest[0]).toEqual([2]);
      asked[2]?.answer();
      expect(await rest[1]).toEqual([3]);
    }
  });
  it('runs elsewhere what was sent ahead to a session that ends, in its turn, and fails what that worked on', async () => {
    const [lost, other] = [told(0.5), told(0.5)];
    const batcher = batcherOn([lost.session], { maxBatch: 1 });
    const first = answered(batcher, request([1]));
    lost.asked[0]?.answer();
    await first;
    const signal: { onCancel?: () => void } = {};
    const worked = batcher.submit(request([2]));
    const ahead = answered(batcher, request([3]));
    const queued = answered(batcher, request([4]));
    expect(lost.values()).toEqual([1, 2, 3]);
    batcher.attach([]);
    const gone = new ServingError('unavailable', 'gone');
    // Whichever fails first.
    for (const { fail } of lost.asked.slice(1).reverse()) fail(gone);
    await expect(worked).rejects.toBe(gone);
    const withdrawn = batcher.submit(request([5]), signal);
    signal.onCancel?.();
    await expect(withdrawn).rejects.toMatchObject({ kind: 'deadline' });
    expect([batcher.inFlight, batcher.queued]).toEqual([0, 2]);
    batcher.attach([other.session]);
    other.asked[0]?.answer();
    expect(await ahead).toEqual([3]);
    other.asked[1]?.answer();
    expect(await queued).toEqual([4]);
    expect(other.values()).toEqual([3, 4]);
    await batcher.idle();
  });
  it('says that a session is stuck when nobody has waited for its run for long, and waits for it no more', async () => {
    vi.useFakeTimers();
    const stuck: number[] = [];
    const batcher = createBatcher({ ...usual, maxBatch: 1 }, { ...quiet, onStuck: (ms) => stuck.push(ms) });
    const [hung, sound] = [told(0.5), told(0.5)];
    batcher.attach([hung.session, sound.session]);
    const signal: { onCancel?: () => void } = {};
    const left = batcher.submit(request([1]), signal);
    const answeredLate = batcher.submit(request([2]));
    vi.advanceTimersByTime(3000);
    signal.onCancel?.();
    await expect(left).rejects.toMatchObject({ kind: 'deadline' });
    sound.asked[0]?.answer();
    await answeredLate;
    await batcher.idle();
    expect(batcher.inFlight).toBe(1);
    vi.advanceTimersByTime(6990);
    expect(stuck).toEqual([]);
    vi.advanceTimersByTime(20);
    expect(stuck).toHaveLength(1);
    expect(stuck[0]).toBeGreaterThanOrEqual(10_000);
  });
  it('says nothing of a run that ends after its client has gone, nor of one that is waited for', async () => {
    vi.useFakeTimers();
    const stuck: number[] = [];
    const options = { ...usual, maxBatch: 1, timeoutMs: 60_000 };
    const batcher = createBatcher(options, { ...quiet, onStuck: (ms) => stuck.push(ms) });
    const { session, asked } = told(0.5);
    batcher.attach([session]);
    const signal: { onCancel?: () => void } = {};
    const left = batcher.submit(request([1]), signal);
    signal.onCancel?.();
    await expect(left).rejects.toMatchObject({ kind: 'deadline' });
    asked[0]?.answer();
    const waitedFor = batcher.submit(request([2]));
    await vi.advanceTimersByTimeAsync(59_000);
    asked[1]?.answer();
    await waitedFor;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(stuck).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
