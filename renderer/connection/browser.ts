// The workbench in a browser: a WebSocket, file choosers and uploads.
import { chooseFiles } from './chooseFiles.ts';
import { commonFolder } from './commonFolder.ts';
import { modelAmong, picked } from './pickedFile.ts';
import type { Platform } from './platform.ts';
import { openSocket, socketUrl } from './socket.ts';
import { upload } from './upload.ts';
import { uploadAll } from './uploadAll.ts';

export function browserPlatform(page: URL): Platform {
  return {
    kind: 'browser',
    connect: () => openSocket(socketUrl(page)),
    async pickModel() {
      const files = await chooseFiles({ multiple: true });
      return files && { kind: 'files', files: picked(files) };
    },
    async pickData(what) {
      const files = await chooseFiles(what === 'folder' ? { folder: true } : { accept: '.npy,.npz' });
      return files && { kind: 'files', files: picked(files) };
    },
    async importFiles(files, kind, progress, signal) {
      const set = crypto.randomUUID();
      const items = files.map(({ file, path }) => ({ kind, set, name: path, file }));
      const paths = await uploadAll(items, upload, progress, signal);
      if (kind === 'data') return paths.length === 1 ? (paths[0] ?? '') : commonFolder(paths);
      const model = modelAmong(files);
      return paths[model ? files.indexOf(model) : 0] ?? '';
    },
    async save(name, content, type) {
      const blob = content instanceof Blob ? content : new Blob([new Uint8Array(content)], { type });
      const url = URL.createObjectURL(blob);
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },
    reveal: null,
    onOpenModel: null,
  };
}
