import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as electron from './testing/electron.ts';

vi.mock('electron', () => import('./testing/electron.ts'));

const { createWindow } = await import('./window.ts');
const { answerDialogs } = await import('./dialogs.ts');
const { startHostProcess } = await import('./hostProcess.ts');
const { isPage, servePages } = await import('./pages.ts');
const { template } = await import('./menu.ts');
const { modelsAmong } = await import('./openedFiles.ts');

const host = { connect: vi.fn(() => ({ name: 'near' }) as never), close: vi.fn(async () => undefined) };
beforeEach(() => {
  electron.BrowserWindow.made.length = 0;
  electron.utilityProcess.made.length = 0;
  electron.ipcMain.removeAllListeners();
  electron.ipcMain.handlers.clear();
  vi.clearAllMocks();
});

function aWindow() {
  const window = createWindow(host);
  const [made] = electron.BrowserWindow.made.slice(-1);
  if (!made) throw new Error('no window was made');
  const { webContents } = made;
  const ownEvent = { sender: webContents, senderFrame: webContents.mainFrame };
  return { window, made, webContents, ownEvent };
}

describe('the window', () => {
  it('is a sandbox without Node', () => {
    const { made } = aWindow();
    expect(made.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(String(made.options.webPreferences.preload)).toMatch(/preload[\\/]index\.cjs$/);
    expect(made.loadURL).toHaveBeenCalledWith('lathe://app/index.html');
  });

  it('goes nowhere else, opens nothing and grants nothing', () => {
    const { webContents } = aWindow();
    const navigate = (url: string) => {
      const event = { url, preventDefault: vi.fn() };
      webContents.emit('will-navigate', event);
      return event.preventDefault.mock.calls.length === 0;
    };
    expect(navigate('lathe://app/index.html')).toBe(true);
    for (const url of ['https://evil.example/', 'file:///etc/passwd', 'lathe://other/', 'javascript:1', 'nonsense']) {
      expect(navigate(url), url).toBe(false);
    }
    expect(webContents.windowOpenHandler?.({ url: 'https://evil.example/' })).toEqual({ action: 'deny' });
    for (const event of ['will-redirect', 'will-attach-webview']) {
      const refused = { preventDefault: vi.fn() };
      webContents.emit(event, refused);
      expect(refused.preventDefault).toHaveBeenCalled();
    }
    const { check, request } = electron.session.defaultSession;
    for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'clipboard-read', 'usb']) {
      expect(check?.({}, permission), permission).toBe(false);
      const answer = vi.fn();
      request?.({}, permission, answer);
      expect(answer).toHaveBeenCalledWith(false);
    }
  });

  it('gives a connection to its own page, and to no other frame or page', () => {
    const { webContents, ownEvent } = aWindow();
    const foreign = [
      { sender: webContents, senderFrame: { url: 'lathe://app/index.html' } },
      { sender: webContents, senderFrame: null },
      { sender: new electron.WebContents(), senderFrame: webContents.mainFrame },
    ];
    for (const event of foreign) electron.ipcMain.emit('lathe:connect', event);
    expect(webContents.postMessage).not.toHaveBeenCalled();
    electron.ipcMain.emit('lathe:connect', ownEvent);
    expect(webContents.postMessage).toHaveBeenCalledWith('lathe:port', null, [{ name: 'near' }]);
    webContents.mainFrame.url = 'https://evil.example/';
    electron.ipcMain.emit('lathe:connect', ownEvent);
    expect(webContents.postMessage).toHaveBeenCalledTimes(1);
  });

  it('tells its page of models to open once it has loaded, and stops listening when it is closed', async () => {
    const { window, made, webContents } = aWindow();
    window.openModel('/models/net.onnx');
    await Promise.resolve();
    expect(webContents.send).toHaveBeenCalledWith('lathe:open-model', '/models/net.onnx');
    made.emit('ready-to-show');
    expect(made.show).toHaveBeenCalled();
    window.focus();
    expect(made.restore).toHaveBeenCalled();
    made.emit('closed');
    expect(electron.ipcMain.listenerCount('lathe:connect')).toBe(0);
  });
});

describe('dialogs', () => {
  const ask = async (channel: string, event: object, ...words: unknown[]) =>
    electron.ipcMain.handlers.get(channel)?.(event, ...words);

  it('answer our own page alone', async () => {
    const { window, ownEvent, webContents } = aWindow();
    answerDialogs(() => window);
    expect(await ask('lathe:pick-model', ownEvent)).toBe('/models/net.onnx');
    electron.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: true, filePaths: [] });
    expect(await ask('lathe:pick-folder', ownEvent)).toBeNull();
    const foreign = { sender: webContents, senderFrame: { url: 'lathe://app/index.html' } };
    for (const channel of electron.ipcMain.handlers.keys()) {
      await expect(ask(channel, foreign, 'x', new Uint8Array()), channel).rejects.toThrow('another page');
    }
  });

  it('save where the user says, and suggest no more than a name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lathe-save-'));
    const { window, ownEvent } = aWindow();
    answerDialogs(() => window);
    expect(await ask('lathe:begin-file', ownEvent, '../../etc/engine.onnx')).toBeNull();
    expect(electron.dialog.showSaveDialog.mock.calls[0]?.[1]).toMatchObject({ defaultPath: 'engine.onnx' });
    const begin = async () => {
      electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: join(folder, 'x.onnx') });
      return ask('lathe:begin-file', ownEvent, 'x.onnx');
    };
    const id = await begin();
    await ask('lathe:append-file', ownEvent, id, new Uint8Array([1, 2]));
    expect(readdirSync(folder)).toEqual(['.x.onnx.part']);
    await ask('lathe:append-file', ownEvent, id, new Uint8Array([3]));
    await ask('lathe:end-file', ownEvent, id, true);
    expect([...readFileSync(join(folder, 'x.onnx'))]).toEqual([1, 2, 3]);
    const broken = await begin();
    await expect(ask('lathe:append-file', ownEvent, broken, 'text')).rejects.toThrow('as bytes');
    await ask('lathe:end-file', ownEvent, broken, false);
    expect(readdirSync(folder)).toEqual(['x.onnx']);
    expect([...readFileSync(join(folder, 'x.onnx'))]).toEqual([1, 2, 3]);
    await expect(ask('lathe:append-file', ownEvent, id, new Uint8Array([4]))).rejects.toThrow('under that number');
    await expect(ask('lathe:begin-file', ownEvent, 7)).rejects.toThrow('under a name');
    await ask('lathe:reveal', ownEvent, '/models/net.onnx');
    expect(electron.shell.showItemInFolder).toHaveBeenCalledWith('/models/net.onnx');
    rmSync(folder, { recursive: true });
  });
});

describe('the host process', () => {
  const last = () => electron.utilityProcess.made.at(-1);

  it('is given one end of a channel for each connection, and started again when it is gone', () => {
    const process = startHostProcess(() => undefined);
    expect(process.connect()).toEqual({ name: 'near' });
    expect(last()?.postMessage).toHaveBeenCalledWith({ type: 'connect' }, [{ name: 'far' }]);
    last()?.emit('exit', 1);
    expect(electron.utilityProcess.made).toHaveLength(1);
    process.connect();
    expect(electron.utilityProcess.made).toHaveLength(2);
    expect(last()?.postMessage).toHaveBeenCalledTimes(1);
  });

  it('tells why it cannot start, and ends when it is asked to or after a while', async () => {
    vi.useFakeTimers();
    const failures: string[] = [];
    const process = startHostProcess((failure) => failures.push(failure.reason));
    last()?.emit('message', { type: 'failed', failure: { kind: 'use', reason: 'No home.', next: 'Make one.' } });
    last()?.emit('message', { type: 'something else' });
    expect(failures).toEqual(['No home.']);
    const closed = process.close();
    expect(last()?.postMessage).toHaveBeenCalledWith({ type: 'close' });
    vi.advanceTimersByTime(5000);
    expect(last()?.kill).toHaveBeenCalled();
    last()?.emit('exit', 0);
    await closed;
    vi.useRealTimers();
  });
});

describe('pages', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lathe-pages-'));
    mkdirSync(join(root, 'dist'));
    writeFileSync(join(root, 'dist', 'index.html'), '<!doctype html>');
    writeFileSync(join(root, 'secret.html'), 'secret');
    servePages(join(root, 'dist'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const load = (url: string) => electron.protocol.handler?.(new Request(url));

  it('come with a strict policy, from the built window and nowhere else', async () => {
    const page = await load('lathe://app/index.html');
    expect(page?.status).toBe(200);
    expect(page?.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const url of [
      'lathe://app/../secret.html',
      'lathe://app/%2e%2e/secret.html',
      'lathe://other/index.html',
      'lathe://app/none.js',
    ]) {
      expect((await load(url))?.status, url).toBe(404);
    }
    expect(isPage('lathe://app/index.html')).toBe(true);
    expect(['lathe://app.evil/', 'http://app/', '', 'lathe:app'].some(isPage)).toBe(false);
  });
});

describe('the menu', () => {
  it('opens a model, and leaves its keys to the page', () => {
    const open = vi.fn();
    const [file] = template(open, false, true);
    const items = file?.submenu;
    if (!Array.isArray(items)) throw new Error('no items');
    expect(items[0]).toMatchObject({ accelerator: 'CmdOrCtrl+O', registerAccelerator: false, click: open });
    expect(JSON.stringify(template(open, false, true))).not.toContain('toggleDevTools');
    expect(JSON.stringify(template(open, true, false))).toContain('appMenu');
  });

  it('is not needed for models on the command line', () => {
    const words = ['lathe', '--inspect', 'a.onnx', '/abs/b.ONNX', 'readme.txt', '.'];
    expect(modelsAmong(words, '/work')).toEqual(['/work/a.onnx', '/abs/b.ONNX']);
    expect(modelsAmong(['model.onnx'], '/work')).toEqual([]);
  });
});
