// Lines that nobody can write are no reason to stop.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { sampleFolder } from '#electron/host/sample.ts';

const home = mkdtempSync(join(tmpdir(), 'lathe-full-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const entry = fileURLToPath(new URL('./lathe.mjs', import.meta.url));
const full = '/dev/full';
const isMissing = !existsSync(full);
if (isMissing) console.warn(`Skipped the test of a full disk: there is no ${full} here`);

describe.skipIf(isMissing)('a deployment', () => {
  it('goes on answering when its access log no longer fits on the disk, and ends in order', async () => {
    const model = join(sampleFolder, 'shapes.onnx');
    const words = [entry, 'deploy', model, '--http', '0', '--grpc', '0', '--access-log', '--json'];
    const child = spawn(process.execPath, words, {
      env: { ...process.env, LATHE_HOME: home },
      stdio: ['ignore', 'pipe', openSync(full, 'w')],
    });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const said = new Promise<string>((resolve) => {
      if (child.stdout) createInterface(child.stdout).on('line', resolve);
    });
    const { http } = JSON.parse(await said) as { http: string };
    for (let asked = 0; asked < 20; asked += 1) {
      expect((await fetch(`${http}/v2/models/shapes`)).status).toBe(200);
    }
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
