import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { sampleFolder } from '#electron/host/sample.ts';
import { openStore } from '#electron/host/store/store.ts';

const home = mkdtempSync(join(tmpdir(), 'lathe-interrupt-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const entry = fileURLToPath(new URL('./lathe.mjs', import.meta.url));

describe('an interrupt', () => {
  it('cancels the job in order, exits with 130 and leaves no scratch', async () => {
    const model = join(sampleFolder, 'shapes.onnx');
    const words = [entry, 'bench', model, '--duration', '60000', '--json'];
    const child = spawn(process.execPath, words, { env: { ...process.env, LATHE_HOME: home } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
    });
    const code = await new Promise<number | null>((resolve) => {
      child.stderr.on('data', (chunk: Buffer) => {
        if (!err.includes('measuring') && `${err}${chunk}`.includes('measuring')) child.kill('SIGINT');
        err += chunk;
      });
      child.on('close', resolve);
    });
    expect(code, err).toBe(130);
    expect(out).toBe('');
    expect(err).toContain('The job was cancelled');
    const store = openStore(join(home, 'lathe.db'));
    expect(store.jobs.list(1)[0]).toMatchObject({ kind: 'bench', state: 'cancelled' });
    store.close();
    expect(readdirSync(join(home, 'scratch'))).toEqual([]);
  });
});
