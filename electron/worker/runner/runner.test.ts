import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LatheError, toFailure } from '#core/contract/failure.ts';
import { sampleModel, type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { startRunner } from './runner.ts';

let work: Workplace;
beforeEach(() => {
  work = workplace();
});
afterEach(() => work.remove());

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const gone = async (pid: number) => {
  for (let wait = 0; wait < 100 && isAlive(pid); wait += 1) await new Promise((done) => setTimeout(done, 20));
  return !isAlive(pid);
};

describe('a runner', () => {
  it('answers commands and reports a failure without ending', async () => {
    const runner = startRunner(work.context(), 'the engine');
    await expect(runner.ask({ command: 'run', ms: 1, iterations: 1 })).rejects.toThrow(/No engine is loaded/);
    const loaded = await runner.ask({ command: 'load', engine: sampleModel, threads: 1 });
    expect(loaded.inputs).toEqual([{ name: 'image', type: 'float32', shape: ['batch', 3, 64, 64] }]);
    runner.close();
    expect(await gone(runner.pid ?? 0)).toBe(true);
  });

  it('that is killed is a crash that names the engine and the signal', async () => {
    const runner = startRunner(work.context(), 'the engine e.onnx');
    await runner.ask({ command: 'load', engine: sampleModel, threads: 1 });
    const data = new Float32Array(3 * 64 * 64);
    await runner.ask({ command: 'first', feeds: { image: { type: 'float32', dims: [1, 3, 64, 64], data } } });
    const running = runner.ask({ command: 'run', ms: 60_000, iterations: 1 });
    setTimeout(() => process.kill(runner.pid ?? 0, 'SIGSEGV'), 100);
    const failure = await running.then(() => undefined, toFailure);
    expect(failure).toMatchObject({ kind: 'crashed', reason: expect.stringMatching(/e\.onnx ended with SIGSEGV/) });
    await expect(runner.ask({ command: 'run', ms: 1, iterations: 1 })).rejects.toThrow(/SIGSEGV/);
  });

  it('dies when the job is cancelled, also in the middle of native code', async () => {
    const cancel = new AbortController();
    const runner = startRunner(work.context(cancel.signal), 'the engine');
    await runner.ask({ command: 'load', engine: sampleModel, threads: 1 });
    const data = new Float32Array(3 * 64 * 64);
    await runner.ask({ command: 'first', feeds: { image: { type: 'float32', dims: [1, 3, 64, 64], data } } });
    const running = runner.ask({ command: 'run', ms: 60_000, iterations: 1 });
    cancel.abort(new LatheError({ kind: 'cancelled', reason: 'Stopped.', next: '' }));
    await expect(running).rejects.toThrow('Stopped.');
    expect(await gone(runner.pid ?? 0)).toBe(true);
    expect(() => startRunner(work.context(cancel.signal), 'another')).toThrow('Stopped.');
  });
});
