import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hostBook } from '#electron/host/remote/hostBook.ts';
import { failureOf } from '#electron/host/testing/aHost.ts';
import { portSecrets } from './portSecrets.ts';
import { answerSecret, keepsSecrets } from './secrets.ts';
import { safeStorage } from './testing/electron.ts';

vi.mock('electron', () => import('./testing/electron.ts'));

/** The host's port to the main process, which answers as it does in the desktop. */
function aPort() {
  const port = new EventEmitter();
  return Object.assign(port, {
    postMessage: (message: unknown) => answerSecret(message, (data) => port.emit('message', { data })),
  });
}

describe('the system’s secret store', () => {
  const home = mkdtempSync(join(tmpdir(), 'lathe-secrets-'));
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('keeps the tokens of hosts, of which the file has none', async () => {
    const book = hostBook(home, portSecrets(aPort()));
    await book.put({ name: 'box', way: { kind: 'url', url: 'http://box:1/' } }, 'a token of the box');
    expect(readFileSync(join(home, 'remotes.json'), 'utf8')).not.toContain('a token of the box');
    expect(await book.token('box')).toBe('a token of the box');
    const failure = await failureOf(hostBook(home, null).token('box'));
    expect(failure.reason).toMatch(/secret store of the desktop/);
  });
  it('says that it did not give a token', async () => {
    const failure = await failureOf(portSecrets(aPort()).open(Buffer.from([1, 2]).toString('base64')));
    expect(failure.reason).toMatch(/secret store did not give/);
  });
  it('is used only where it keeps secrets', () => {
    expect(keepsSecrets()).toBe(false);
    safeStorage.available = true;
    expect(keepsSecrets()).toBe(true);
    if (process.platform !== 'linux') return;
    safeStorage.getSelectedStorageBackend.mockReturnValueOnce('basic_text');
    expect(keepsSecrets()).toBe(false);
  });
});
