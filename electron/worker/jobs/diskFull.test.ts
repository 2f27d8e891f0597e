import { execFileSync, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FromWorker } from '#core/contract/task.ts';
import { sampleModel, type Workplace, workplace } from '#electron/worker/testing/workplace.ts';

const entry = resolve(import.meta.dirname, '../index.ts');
let work: Workplace;
beforeEach(() => {
  work = workplace();
});
afterEach(() => work.remove());

/** A small disk of its own needs the right to mount. */
function mountSmall(kibibytes: number): { path: string; unmount(): void } | undefined {
  const path = mkdtempSync(join(tmpdir(), 'lathe-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    rmSync(path, { recursive: true });
    return undefined;
  }
  return {
    path,
    unmount() {
      execFileSync('umount', [path]);
      rmSync(path, { recursive: true });
    },
  };
}

async function lastFrame(place: Workplace['place']): Promise<FromWorker> {
  const child = fork(entry, { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const frames: FromWorker[] = [];
  child.on('message', (frame) => frames.push(frame as FromWorker));
  child.send({ type: 'run', task: { ...work.buildTask(sampleModel), place } });
  await new Promise((done) => child.once('close', done));
  return frames.at(-1) ?? { type: 'log', lines: [] };
}

const small = mountSmall(64);
small?.unmount();

describe('a disk that is full', () => {
  // The model takes 1.5 MB, the engine as ONNX Runtime writes it the same again, and once more in its final form.
  for (const [when, kibibytes] of [
    ['copying the model', 1000],
    ['ONNX Runtime writes', 2400],
    ['writing the engine', 3600],
  ] as const) {
    it.skipIf(!small)(`fails clearly while ${when} and leaves nothing (needs the right to mount)`, async () => {
      const disk = mountSmall(kibibytes);
      if (!disk) throw new Error('the disk could be mounted a moment ago');
      try {
        const place = { ...work.place, scratch: join(disk.path, 'scratch'), builds: join(disk.path, 'builds') };
        for (const folder of [place.scratch, place.builds]) mkdirSync(folder);
        const frame = await lastFrame(place);
        if (frame.type !== 'failed') throw new Error(`the worker ended with '${frame.type}'`);
        expect(`${frame.failure.reason} ${frame.failure.next}`).toMatch(/disk/);
        expect([readdirSync(place.scratch), readdirSync(place.builds)]).toEqual([[], []]);
      } finally {
        disk.unmount();
      }
    });
  }
});
