// The desktop's entry. Wiring only.
import { app, BrowserWindow, dialog } from 'electron';
import { answerDialogs } from './dialogs.ts';
import { startHostProcess } from './hostProcess.ts';
import { setMenu } from './menu.ts';
import { modelsAmong } from './openedFiles.ts';
import { declarePages, servePages } from './pages.ts';
import { createWindow, type Window } from './window.ts';

declarePages();
let window: Window | undefined;
/** Models named before there was a window to show them. */
const waiting = modelsAmong(process.argv, process.cwd());

function openModel(path: string): void {
  if (window) window.openModel(path);
  else waiting.push(path);
}

function start(): void {
  const host = startHostProcess(({ reason, next }) => {
    dialog.showErrorBox('Lathe cannot start', `${reason}\n${next}`);
    app.exit(1);
  });
  servePages();
  answerDialogs(() => window);
  const show = () => {
    window = createWindow(host);
    window.onClosed(() => {
      window = undefined;
    });
    for (const path of waiting.splice(0)) window.openModel(path);
  };
  setMenu(openModel, () => window);
  show();
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) show();
  });
  let ending = false;
  app.on('before-quit', (event) => {
    if (ending) return;
    // Jobs end cleanly first.
    event.preventDefault();
    ending = true;
    void host.close().finally(() => app.quit());
  });
}

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, words, folder) => {
    window?.focus();
    for (const path of modelsAmong(words, folder)) openModel(path);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openModel(path);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  void app.whenReady().then(start);
} else app.quit();
