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
    save: async (name, content) => void (await bridge.saveFile(name, await bytesOf(name, content))),
    reveal: (path) => bridge.reveal(path),
    onOpenModel: (listener) => bridge.onOpenModel(listener),
  };
}

/** What crosses to the desktop's own process at once. */
const largest = 2 ** 30;

async function bytesOf(name: string, content: Uint8Array | Blob): Promise<Uint8Array> {
  if (!(content instanceof Blob)) return content;
  if (content.size > largest) {
    throw new LatheError({
      kind: 'use',
      reason: `${name} would have ${Math.round(content.size / 2 ** 20)} MiB, more than the window can save.`,
      next: 'Write it in a terminal: lathe extract MODEL --nodes NAMES --out FILE.',
    });
  }
  return new Uint8Array(await content.arrayBuffer());
}

function chosen(path: string | null): Chosen | null {
  return path === null ? null : { kind: 'path', path };
}
