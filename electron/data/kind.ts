// Which files are data, by their names, and in which order they stand.
import { extname } from 'node:path';

export type DataKind = 'images' | 'npy' | 'npz';

const EXTENSIONS: Readonly<Record<DataKind, readonly string[]>> = {
  images: ['.jpg', '.jpeg', '.png', '.webp', '.bmp', '.gif', '.tif', '.tiff', '.avif'],
  npy: ['.npy'],
  npz: ['.npz'],
};

/** The kind of data that a file's name stands for. */
export function kindOf(name: string): DataKind | undefined {
  const extension = extname(name).toLowerCase();
  return (Object.keys(EXTENSIONS) as DataKind[]).find((kind) => EXTENSIONS[kind].includes(extension));
}

/** The files of the kind that the folder holds most of. */
export function pick(names: readonly string[]): { kind: DataKind; names: string[] } | undefined {
  const kinds = Object.keys(EXTENSIONS) as DataKind[];
  const groups = kinds.map((kind) => ({ kind, names: sorted(names.filter((name) => kindOf(name) === kind)) }));
  const largest = groups.reduce((best, group) => (group.names.length > best.names.length ? group : best));
  return largest.names.length > 0 ? largest : undefined;
}

/** By number where all names are numbers (class folders named 0 to 11), else by code point: alike on every machine. */
export function sorted(names: readonly string[]): string[] {
  if (names.every((name) => /^\d+$/.test(name))) return [...names].sort((a, b) => Number(a) - Number(b));
  return [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
