// The workbench in its own window: a message port to the host, native dialogs, and paths instead of uploads.
import type { DesktopBridge } from '#core/contract/bridge.ts';
import { LatheError } from '#core/contract/failure.ts';
import { commonFolder } from './commonFolder.ts';
import { modelAmong } from './pickedFile.ts';
import type { Chosen, Platform } from './platform.ts';

declare global {
  interface Window {
    /** Only in the desktop window. */
    readonly lathe?: DesktopBridge;
  }
}

export function desktopPlatform(bridge: DesktopBridge): Platform {
  return {
    kind: 'desktop',
    connect: () => bridge.connect(),
    pickModel: async () => chosen(await bridge.pickModel()),
    pickData: async (what) => chosen(await (what === 'folder' ? bridge.pickFolder() : bridge.pickDataFile())),
    async importFiles(files, kind) {
      // The host reads the user's disk itself: nothing has to be sent.
      const paths = files.map(({ file }) => bridge.pathOf(file));
      const missing = paths.indexOf('');
      if (missing >= 0) {
        throw new LatheError({
          kind: 'use',
          reason: `${files[missing]?.path} has no place on this disk.`,
          next: 'Save it to a folder first, then open it from there.',
        });
      }
      if (kind === 'data') return paths.length === 1 ? (paths[0] ?? '') : commonFolder(paths);
      const model = modelAmong(files);
      return paths[model ? files.indexOf(model) : 0] ?? '';
    },
    save: (name, content) =>
      saveInPieces(bridge, name, content instanceof Blob ? content : new Blob([new Uint8Array(content)])),
    reveal: (path) => bridge.reveal(path),
    onOpenModel: (listener) => bridge.onOpenModel(listener),
  };
}

/** What crosses to the desktop's own process at once. */
const pieceBytes = 16 << 20;

/** A file may be larger than memory. */
async function saveInPieces(bridge: DesktopBridge, name: string, content: Blob): Promise<void> {
  const id = await bridge.beginFile(name);
  if (id === null) return;
  try {
    for (let start = 0; start < content.size; start += pieceBytes) {
      const piece = content.slice(start, start + pieceBytes);
      await bridge.appendFile(id, new Uint8Array(await piece.arrayBuffer()));
    }
  } catch (thrown) {
    await bridge.endFile(id, false);
    throw notSaved(name, thrown);
  }
  await bridge.endFile(id, true).catch((thrown) => Promise.reject(notSaved(name, thrown)));
}

function notSaved(name: string, thrown: unknown): LatheError {
  return new LatheError({
    kind: 'job',
    reason: `${name} was not saved: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
    next: 'Check that the disk has room and the folder can be written to, then save it again.',
  });
}

function chosen(path: string | null): Chosen | null {
  return path === null ? null : { kind: 'path', path };
}
