import { type ChildProcess, fork } from 'node:child_process';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildRecordSchema } from '#core/contract/build.ts';
import { jobTable } from '#core/contract/job.ts';
import { type FromWorker, fromWorkerSchema, type Task } from '#core/contract/task.ts';
import { build } from './jobs/build.ts';
import { sample, sampleModel, type Workplace, workplace } from './testing/workplace.ts';

const entry = resolve(import.meta.dirname, 'index.ts');
let work: Workplace;
beforeEach(() => {
  work = workplace();
});
afterEach(() => work.remove());

interface Worker {
  readonly child: ChildProcess;
  readonly frames: FromWorker[];
  readonly ended: Promise<number | null>;
}
function startWorker(): Worker {
  const child = fork(entry, [], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const frames: FromWorker[] = [];
  child.on('message', (raw) => frames.push(fromWorkerSchema.parse(raw)));
  return { child, frames, ended: new Promise((done) => child.once('exit', done)) };
}
async function runTask(
  task: Task,
): Promise<{ last: FromWorker | undefined; code: number | null; frames: FromWorker[] }> {
  const worker = startWorker();
  worker.child.send({ type: 'run', task });
  const code = await worker.ended;
  return { last: worker.frames.at(-1), code, frames: worker.frames };
}

describe('the worker process', () => {
  it('does a task, tells how far it is, and ends', async () => {
    const { last, code, frames } = await runTask(work.buildTask(sampleModel));
    expect(code).toBe(0);
    if (last?.type !== 'done') throw new Error(`it ended with ${JSON.stringify(last)}`);
    expect(buildRecordSchema.parse(last.result).precision).toBe('fp32');
    const phases = frames.flatMap((frame) => (frame.type === 'progress' ? [frame.progress.phase] : []));
    expect(phases).toEqual(['reading the model', 'rewriting', 'optimizing', 'writing the engine', 'looking at layers']);
    expect(frames.some((frame) => frame.type === 'log')).toBe(true);
  });

  it('calibrates', async () => {
    const { last } = await runTask({
      kind: 'calibrate',
      request: jobTable.calibrate.request.parse({
        model: 'm',
        calibration: 'd',
        options: { samples: 4, method: 'minmax', preprocessing: { resize: { width: 64, height: 64 } } },
      }),
      model: { id: 'm', name: 'shapes.onnx', path: sampleModel },
      calibration: join(sample, 'calibration'),
      place: work.place,
    });
    if (last?.type !== 'done') throw new Error(`it ended with ${JSON.stringify(last)}`);
    const result = jobTable.calibrate.result.parse(last.result);
    expect(result.samples).toBe(4);
    expect(result.tensors.length).toBeGreaterThan(5);
  });

  it('answers a failure with its reason and the next step', async () => {
    const { last, code } = await runTask(work.buildTask(join(work.home, 'none.onnx')));
    expect(code).toBe(1);
    expect(last).toMatchObject({
      type: 'failed',
      failure: { kind: 'job', reason: expect.stringMatching(/none\.onnx/) },
    });
  });

  it('answers what it cannot read, and ends', async () => {
    const worker = startWorker();
    worker.child.send({ type: 'run', task: { kind: 'dance' } });
    expect(await worker.ended).toBe(1);
    expect(worker.frames).toMatchObject([
      { type: 'failed', failure: { reason: expect.stringMatching(/cannot read/) } },
    ]);
  });

  it('stops in the middle of a measurement when it is cancelled', async () => {
    const record = await build(work.context(), work.buildTask(sampleModel));
    const worker = startWorker();
    worker.child.send({ type: 'run', task: work.benchTask([record], { durationMs: 60_000, rounds: 2 }) });
    await until(() => worker.frames.some((frame) => frame.type === 'progress' && frame.progress.phase === 'measuring'));
    const asked = performance.now();
    worker.child.send({ type: 'cancel' });
    expect(await worker.ended).toBe(1);
    expect(performance.now() - asked).toBeLessThan(2000);
    expect(worker.frames.at(-1)).toMatchObject({ type: 'failed', failure: { kind: 'cancelled' } });
  });

  it('ends when its host is gone', async () => {
    const record = await build(work.context(), work.buildTask(sampleModel));
    const worker = startWorker();
    worker.child.send({ type: 'run', task: work.benchTask([record], { durationMs: 60_000, rounds: 600 }) });
    await until(() => worker.frames.some((frame) => frame.type === 'progress' && frame.progress.phase === 'measuring'));
    worker.child.disconnect();
    expect(await worker.ended).not.toBe(0);
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let wait = 0; !condition(); wait += 1) {
    if (wait > 1000) throw new Error('it did not come to that');
    await new Promise((done) => setTimeout(done, 10));
  }
}
