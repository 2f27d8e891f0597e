// Lists the samples of a folder or file of data, with their labels, decoding nothing.
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';
import { type DataKind, kindOf, pick, sorted } from './kind.ts';

export interface ListedFile {
  readonly path: string;
  /** Relative to the data's root, with forward slashes. */
  readonly name: string;
  /** Index into `classes`; null where the data carries no labels. */
  readonly label: number | null;
}

export interface Listing {
  readonly kind: DataKind;
  readonly files: readonly ListedFile[];
  readonly classes: readonly string[] | null;
}

/**
 * A folder of images (sub-folders are classes: in the order of classes.txt, else sorted), a folder of .npy or .npz
 * files, or one such file. Order is the same on every machine. Throws LatheError where there is nothing to use.
 */
export function listData(path: string): Listing {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats)
    throw unusable(`There is no data at ${path}.`, 'Check the path; it may be a folder, a .npy or a .npz file.');
  if (!stats.isDirectory()) return oneFile(path);
  const entries = readdirSync(path, { withFileTypes: true }).filter((entry) => !entry.name.startsWith('.'));
  const names = entries.filter((entry) => isFile(path, entry)).map((entry) => entry.name);
  const flat = pick(names);
  if (flat) {
    const files = flat.names.map((name) => ({ path: join(path, name), name, label: null }));
    return { kind: flat.kind, files, classes: null };
  }
  const folders = entries.filter((entry) => isFolder(path, entry)).map((entry) => entry.name);
  return classFolders(path, folders);
}

/** Class names, one a line, from classes.txt in the folder or beside it; undefined where there is none. */
function classNames(path: string): string[] | undefined {
  for (const folder of [path, dirname(path)]) {
    try {
      const lines = readFileSync(join(folder, 'classes.txt'), 'utf8').split(/\r?\n/);
      return lines.map((line) => line.trim()).filter((line) => line !== '');
    } catch {
      // Looked for in the next place.
    }
  }
  return undefined;
}

function classFolders(path: string, folders: readonly string[]): Listing {
  const found = folders.flatMap((folder) => {
    const names = pick(readdirSync(join(path, folder)).filter((name) => !name.startsWith('.')));
    return names?.kind === 'images' ? [{ folder, names: names.names }] : [];
  });
  if (found.length === 0) {
    throw unusable(
      `${path} holds no images, no .npy and no .npz files.`,
      'Choose a folder of images (sub-folders may be the classes), or a .npy or .npz file.',
    );
  }
  const named = classNames(path);
  const used = found.map((entry) => entry.folder);
  const listed = named && used.some((folder) => named.includes(folder)) ? named : undefined;
  const stranger = listed && used.find((folder) => !listed.includes(folder));
  if (stranger) {
    throw unusable(
      `The folder ${join(path, stranger)} is no class of classes.txt.`,
      'Add its name to classes.txt, or take the folder away.',
    );
  }
  const classes = listed ?? sorted(used);
  const order = new Map(classes.map((name, index) => [name, index]));
  const files = found
    .sort((a, b) => (order.get(a.folder) ?? 0) - (order.get(b.folder) ?? 0))
    .flatMap(({ folder, names }) =>
      names.map((name) => ({
        path: join(path, folder, name),
        name: `${folder}/${name}`,
        label: order.get(folder) ?? null,
      })),
    );
  return { kind: 'images', files, classes };
}

function oneFile(path: string): Listing {
  const kind = kindOf(path);
  if (!kind) {
    throw unusable(
      `${path} is neither an image, a .npy nor a .npz file.`,
      'Choose a folder of images, or a .npy or .npz file.',
    );
  }
  return { kind, files: [{ path, name: basename(path), label: null }], classes: null };
}

function isFile(folder: string, entry: Dirent): boolean {
  return (
    entry.isFile() ||
    (entry.isSymbolicLink() && statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isFile() === true)
  );
}

function isFolder(folder: string, entry: Dirent): boolean {
  return (
    entry.isDirectory() ||
    (entry.isSymbolicLink() && statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory() === true)
  );
}

function unusable(reason: string, next: string): LatheError {
  return new LatheError({ kind: 'use', reason, next });
}
