// The preload script: gives the page a connection to the host and the desktop's few extras, and nothing of Electron.
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { DesktopBridge } from '#core/contract/bridge.ts';
import { portConnection } from './portConnection.ts';

const openers: ((path: string) => void)[] = [];
/** Paths that came before the page was ready to hear of them. */
const early: string[] = [];

ipcRenderer.on('lathe:open-model', (_event, path: string) => {
  if (openers.length === 0) early.push(path);
  for (const listener of openers) listener(path);
});

const bridge: DesktopBridge = {
  connect: () =>
    new Promise((resolve) => {
      ipcRenderer.once('lathe:port', (event) => {
        const [port] = event.ports;
        if (port) resolve(portConnection(port));
      });
      ipcRenderer.send('lathe:connect');
    }),
  onOpenModel(listener) {
    openers.push(listener);
    for (const path of early.splice(0)) listener(path);
  },
  pickModel: () => ipcRenderer.invoke('lathe:pick-model'),
  pickFolder: () => ipcRenderer.invoke('lathe:pick-folder'),
  pickDataFile: () => ipcRenderer.invoke('lathe:pick-data-file'),
  pathOf: (file) => webUtils.getPathForFile(file as File),
  beginFile: (name) => ipcRenderer.invoke('lathe:begin-file', name),
  appendFile: (id, bytes) => ipcRenderer.invoke('lathe:append-file', id, bytes),
  endFile: (id, whole) => ipcRenderer.invoke('lathe:end-file', id, whole),
  reveal: (path) => ipcRenderer.invoke('lathe:reveal', path),
};

contextBridge.exposeInMainWorld('lathe', bridge);
