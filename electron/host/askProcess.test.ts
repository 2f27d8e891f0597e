import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toFailure } from '#core/contract/failure.ts';
import { askProcess } from './askProcess.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-ask-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = (name: string, text: string) => {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, text);
  return askProcess(path, { number: 7 }, `runs ${name}`, 20_000);
};

describe('asking a process', () => {
  it('gives its first message', async () => {
    expect(await ask('twice', `process.on('message', ({ number }) => process.send(2 * number));`)).toBe(14);
  });
  it('tells what was thrown where native code ends it', async () => {
    const words = "terminate called after throwing an instance of 'Error'\\n  what():  no driver, error: 35.\\n";
    const failure = await ask(
      'throws',
      `process.stderr.write("${words}", () => process.kill(process.pid, 'SIGABRT'));`,
    ).then(() => undefined, toFailure);
    expect(failure?.reason).toBe('The process that runs throws ended (SIGABRT): no driver, error: 35.');
    expect(failure?.detail).toMatch(/^terminate called/);
  });
  it('tells how it ended where nothing was said', async () => {
    await expect(ask('ends', 'process.exit(3);')).rejects.toThrow('The process that runs ends ended (exit code 3).');
  });
});
