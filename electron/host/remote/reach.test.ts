// Commands that lead to a host, and what becomes of them.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { reach } from './reach.ts';

const folder = mkdtempSync(join(tmpdir(), 'lathe-reach-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Says where it is, after what a login prints, and leaves a mark when it is told to end. */
function script(mark: string): string {
  return `echo 'Welcome to box'; echo '{"motd": 1}'; echo '{"url": "http://127.0.0.1:9/"}'; trap 'touch ${mark}; exit 0' TERM; while :; do sleep 0.05; done`;
}

describe.skipIf(process.platform === 'win32')('reach', () => {
  it('finds the address among other lines, and ends the command with the way', async () => {
    const mark = join(folder, 'closed');
    const reached = await reach('box', { kind: 'command', command: script(mark) }, 'secret');
    expect(reached).toMatchObject({ url: 'http://127.0.0.1:9/', token: 'secret', alive: true });
    reached.close();
    await expect.poll(() => existsSync(mark), { timeout: 10_000 }).toBe(true);
    await expect.poll(() => reached.alive, { timeout: 10_000 }).toBe(false);
  });
  it('ends a command whose host cannot be used, since there is no token for it', async () => {
    const mark = join(folder, 'refused');
    const way = { kind: 'command', command: script(mark) } as const;
    await expect(reach('box', way, null)).rejects.toThrow('There is no token for the host box');
    await expect.poll(() => existsSync(mark), { timeout: 10_000 }).toBe(true);
  });
  it('says what the command said when it ends without an address', async () => {
    const command = 'echo "Permission denied (publickey,password)." >&2; exit 255';
    await expect(reach('box', { kind: 'command', command }, 'secret')).rejects.toThrow(
      /ended with 255: Permission denied \(publickey,password\)/,
    );
  });
});
