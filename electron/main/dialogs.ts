// Answers the page's questions that only the desktop can answer: which file, where to, show me.
import { basename } from 'node:path';
import { dialog, ipcMain, type OpenDialogOptions, shell } from 'electron';
import { isOwnFrame } from './ownFrame.ts';
import { savedFiles } from './savedFiles.ts';
import type { Window } from './window.ts';

export const modelDialog: OpenDialogOptions = {
  title: 'Open a model',
  properties: ['openFile'],
  filters: [
    { name: 'ONNX models', extensions: ['onnx'] },
    { name: 'All files', extensions: ['*'] },
  ],
};
const folderDialog: OpenDialogOptions = { title: 'Choose a folder of data', properties: ['openDirectory'] };
const dataDialog: OpenDialogOptions = {
  title: 'Choose data',
  properties: ['openFile'],
  filters: [{ name: 'NumPy arrays', extensions: ['npy', 'npz'] }],
};

/** Questions from anything but our own page are refused. */
export function answerDialogs(window: () => Window | undefined): void {
  const answer = (channel: string, reply: (...words: unknown[]) => Promise<unknown>) =>
    ipcMain.handle(channel, (event, ...words: unknown[]) => {
      if (!isOwnFrame(event)) throw new Error('This question came from another page.');
      return reply(...words);
    });
  answer('lathe:pick-model', () => pick(window(), modelDialog));
  answer('lathe:pick-folder', () => pick(window(), folderDialog));
  answer('lathe:pick-data-file', () => pick(window(), dataDialog));
  const files = savedFiles();
  answer('lathe:begin-file', async (name) => {
    const path = await pickPlace(window(), name);
    return path === null ? null : files.begin(path);
  });
  answer('lathe:append-file', (id, bytes) => files.append(id, bytes));
  answer('lathe:end-file', (id, whole) => files.end(id, whole));
  answer('lathe:reveal', async (path) => {
    if (typeof path === 'string') shell.showItemInFolder(path);
  });
}

/** Null where the user thought better of it. */
export async function pick(window: Window | undefined, options: OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } = window
    ? await dialog.showOpenDialog(window.browserWindow, options)
    : await dialog.showOpenDialog(options);
  return canceled ? null : (filePaths[0] ?? null);
}

/** The user says where to; the page only suggests a name. Null where the user thought better of it. */
async function pickPlace(window: Window | undefined, name: unknown): Promise<string | null> {
  if (typeof name !== 'string') throw new Error('A file is saved under a name.');
  const options = { title: 'Save', defaultPath: basename(name) };
  const { canceled, filePath } = window
    ? await dialog.showSaveDialog(window.browserWindow, options)
    : await dialog.showSaveDialog(options);
  return canceled || !filePath ? null : filePath;
}
