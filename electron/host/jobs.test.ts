import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Event } from '#core/contract/event.ts';
import { aHost, buildRequest, failureOf, type TestHost } from './testing/aHost.ts';

describe('jobs', () => {
  let host: TestHost;
  const events: { event: Event; seq: number; at: number }[] = [];
  beforeAll(async () => {
    host = await aHost();
    host.client.onEvent((event, seq) => events.push({ event, seq, at: performance.now() }));
  });
  afterAll(() => host.close());

  const jobEvents = (id: string) =>
    events.flatMap(({ event, at }) => (event.type === 'job' && event.job.id === id ? [{ job: event.job, at }] : []));
  const until = async (condition: () => boolean) => {
    for (let tries = 0; tries < 500 && !condition(); tries += 1) await wait(10);
    expect(condition()).toBe(true);
  };
  const running = (id: string) => until(() => jobEvents(id).some(({ job }) => job.state === 'running'));

  it('run to their end, say so in events, and leave a product and no scratch', async () => {
    const id = await host.startBuild('good.onnx');
    const job = await host.ended(id);
    expect(job).toMatchObject({
      state: 'done',
      product: 'good.onnx-fp32',
      failure: null,
      title: 'Build good.onnx in FP32 for ONNX Runtime',
      target: 'onnxruntime',
    });
    const states = jobEvents(id).map((entry) => entry.job.state);
    expect(states[0]).toBe('queued');
    expect(states.at(-1)).toBe('done');
    const snapshot = await host.client.call('snapshot', {});
    expect(snapshot.builds.map((build) => build.id)).toContain('good.onnx-fp32');
    expect((await host.client.call('job.log', { id })).lines).toContain('building good.onnx');
    const scratch = join(host.root, 'home', 'scratch');
    expect(readdirSync(scratch).flatMap((owner) => readdirSync(join(scratch, owner)))).toEqual([]);
  });

  it('fail with the signal, the last log lines and a living host when native code crashes', async () => {
    const job = await host.ended(await host.startBuild('crash.onnx'));
    expect(job.state).toBe('failed');
    expect(job.failure).toMatchObject({ kind: 'crashed' });
    expect(job.failure?.reason).toMatch(/crash\.onnx.*SIGSEGV/);
    expect(job.failure?.detail).toContain('about to crash');
    expect((await host.ended(await host.startBuild('good.onnx'))).state).toBe('done');
  });

  it('fail when the worker ends, babbles or lies instead of answering', async () => {
    const exit = await host.ended(await host.startBuild('exit.onnx'));
    expect(exit.failure).toMatchObject({ kind: 'crashed' });
    expect(exit.failure?.reason).toContain('exit code 3');
    const babble = await host.ended(await host.startBuild('babble.onnx'));
    expect(babble).toMatchObject({ state: 'failed', failure: { kind: 'crashed' } });
    const liar = await host.ended(await host.startBuild('liar.onnx'));
    expect(liar.failure?.reason).toContain('answered with something else');
  });

  it('pass on the failure that the worker reports', async () => {
    const job = await host.ended(await host.startBuild('fail.onnx'));
    expect(job).toMatchObject({
      state: 'failed',
      failure: { reason: 'The model cannot be built.', next: 'Try another.' },
    });
  });

  const noProc = process.platform !== 'linux';
  it.skipIf(noProc)('fail when their worker is killed from outside in the middle', async () => {
    const id = await host.startBuild('hang.onnx');
    await running(id);
    const children = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && parentOf(pid) === process.pid);
    for (const pid of children) process.kill(Number(pid), 'SIGKILL');
    const job = await host.ended(id);
    expect(job.failure?.reason).toMatch(/SIGKILL.*memory/);
  });

  it('are cancelled while they run, and even when the worker does not listen', async () => {
    const willing = await host.startBuild('hang.onnx');
    await running(willing);
    await host.client.call('job.cancel', { id: willing });
    expect(await host.ended(willing)).toMatchObject({ state: 'cancelled', failure: { kind: 'cancelled' } });
    const deaf = await host.startBuild('deaf.onnx');
    await until(() => jobEvents(deaf).some(({ job }) => job.progress?.phase === 'hanging'));
    const asked = performance.now();
    await host.client.call('job.cancel', { id: deaf });
    expect(await host.ended(deaf)).toMatchObject({ state: 'cancelled' });
    expect(performance.now() - asked).toBeGreaterThan(1900);
  });

  it('wait in line for their device, in order, and can be taken out of it', async () => {
    const first = await host.startBuild('hang.onnx');
    const second = await host.startBuild('good.onnx');
    const third = await host.startBuild('slow.onnx');
    await running(first);
    const waiting = await host.client.call('snapshot', {});
    expect(waiting.jobs.slice(0, 3).map((job) => [job.id, job.state])).toEqual([
      [third, 'queued'],
      [second, 'queued'],
      [first, 'running'],
    ]);
    await host.client.call('job.cancel', { id: second });
    expect((await host.ended(second)).startedAt).toBeNull();
    await host.client.call('job.cancel', { id: first });
    expect((await host.ended(third)).state).toBe('done');
  });

  it('never run two at a time on one device', async () => {
    const ids = await Promise.all(['slow.onnx', 'slow.onnx', 'good.onnx'].map((name) => host.startBuild(name)));
    const jobs = await Promise.all(ids.map(host.ended));
    const spans = jobs.map((job) => [job.startedAt ?? 0, job.finishedAt ?? 0] as const).sort((a, b) => a[0] - b[0]);
    for (const [index, [start]] of spans.slice(1).entries())
      expect(start).toBeGreaterThanOrEqual(spans[index]?.[1] ?? 0);
    expect(new Set(jobs.map((job) => job.product))).toEqual(new Set(['slow.onnx-fp32', 'good.onnx-fp32']));
  });

  it('tell of a flood of progress at most 30 times a second, the last time included, and bound the log', async () => {
    const id = await host.startBuild('flood.onnx');
    const job = await host.ended(id);
    expect(job).toMatchObject({ state: 'done', progress: { phase: 'building', done: 2000, total: 2000 } });
    const told = jobEvents(id).filter((entry) => entry.job.state === 'running' && entry.job.progress);
    expect(told.at(-1)?.job.progress?.done).toBe(2000);
    const seconds = Math.max(1, Math.ceil(((told.at(-1)?.at ?? 0) - (told[0]?.at ?? 0)) / 1000));
    expect(told.length).toBeLessThanOrEqual(30 * seconds + 2);
    const { lines } = await host.client.call('job.log', { id });
    expect(lines).toHaveLength(20_001);
    expect(lines.at(-1)).toContain('left out');
  });

  it('are refused with a reason where the request names what is not there', async () => {
    const failure = await failureOf(host.client.call('job.start', { kind: 'build', request: buildRequest('nobody') }));
    expect(failure).toMatchObject({ kind: 'use', reason: 'There is no model with the id nobody.' });
    expect(await failureOf(host.client.call('job.cancel', { id: 'nobody' }))).toMatchObject({ kind: 'use' });
    expect(await failureOf(host.client.call('job.result', { id: 'nobody' }))).toMatchObject({ kind: 'use' });
  });

  it('number their events without a gap', () => {
    const numbers = events.map((entry) => entry.seq);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  });
});

function parentOf(pid: string): number | undefined {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return undefined;
  try {
    return Number(readFileSync(path, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    return undefined;
  }
}
