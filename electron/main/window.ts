// The window: a page of our own files in a sandbox, that can go nowhere else.
import { fileURLToPath } from 'node:url';
import { BrowserWindow, ipcMain, session } from 'electron';
import type { HostProcess } from './hostProcess.ts';
import { isOwnFrame } from './ownFrame.ts';
import { isPage, startPage } from './pages.ts';

export interface Window {
  focus(): void;
  openModel(path: string): void;
  onClosed(listener: () => void): void;
  readonly browserWindow: BrowserWindow;
}

/** A sandboxed preload script is plain CommonJS, whatever the rest is. */
const preload = fileURLToPath(new URL('../preload/index.cjs', import.meta.url));

export function createWindow(host: HostProcess): Window {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 880,
    minHeight: 560,
    show: false,
    title: 'Lathe',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  });
  confine(window);
  const { webContents } = window;
  const connect = (event: Electron.IpcMainEvent) => {
    if (event.sender === webContents && isOwnFrame(event))
      webContents.postMessage('lathe:port', null, [host.connect()]);
  };
  ipcMain.on('lathe:connect', connect);
  window.once('closed', () => ipcMain.off('lathe:connect', connect));
  window.once('ready-to-show', () => window.show());
  const loaded = window.loadURL(startPage);
  return {
    browserWindow: window,
    focus() {
      if (window.isMinimized()) window.restore();
      window.focus();
    },
    openModel: (path) => void loaded.then(() => webContents.send('lathe:open-model', path)),
    onClosed: (listener) => void window.once('closed', listener),
  };
}

/** No other page, no second window, no permission. */
function confine({ webContents }: BrowserWindow): void {
  webContents.on('will-navigate', (event) => {
    if (!isPage(event.url)) event.preventDefault();
  });
  webContents.on('will-redirect', (event) => event.preventDefault());
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(isHarmless(permission)));
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => isHarmless(permission));
}

/** Copying a recipe needs the clipboard, in one direction. */
function isHarmless(permission: string): boolean {
  return permission === 'clipboard-sanitized-write';
}
