// Finds TensorRT's libraries by their files. Nothing is loaded here.
import { readdirSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { libraryFolders } from './libraryFolders.ts';
import type { LibraryPaths } from './nativeTypes.ts';

export type TensorRtKind = 'tensorrt' | 'tensorrt-rtx';

export interface FoundLibrary extends LibraryPaths {
  readonly kind: TensorRtKind;
  /** The major version that the file's name tells. */
  readonly major: number;
}

const kinds: readonly { readonly kind: TensorRtKind; readonly file: RegExp; readonly parser: string }[] = [
  { kind: 'tensorrt', file: /^libnvinfer\.so\.(\d+)(\.\d+)*$/, parser: 'libnvonnxparser.so' },
  { kind: 'tensorrt-rtx', file: /^libtensorrt_rtx\.so\.(\d+)(\.\d+)*$/, parser: 'libtensorrt_onnxparser_rtx.so' },
];

/** Each library once, although links with shorter versions point to it, in the order in which folders count. */
export async function discoverTensorRt(environment: NodeJS.ProcessEnv): Promise<readonly FoundLibrary[]> {
  const found = new Map<string, FoundLibrary>();
  for (const folder of await libraryFolders(environment)) {
    for (const library of librariesIn(folder)) {
      const real = realpathSync(library.runtime);
      if (!found.has(real)) found.set(real, library);
    }
  }
  const { LATHE_TENSORRT: named } = environment;
  const first = (library: FoundLibrary) => Number(named !== undefined && basename(library.runtime) === basename(named));
  return [...found.values()].sort((a, b) => first(b) - first(a));
}

function librariesIn(folder: string): readonly FoundLibrary[] {
  // The shortest name is the one that other libraries know it by.
  const names = namesIn(folder).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return kinds.flatMap(({ kind, file, parser }) =>
    names.flatMap((name) => {
      const major = file.exec(name)?.[1];
      if (major === undefined) return [];
      const beside = names.find((other) => other === `${parser}.${major}` || other.startsWith(`${parser}.${major}.`));
      const library = { kind, major: Number(major), runtime: join(folder, name) };
      return [{ ...library, parser: beside === undefined ? null : join(folder, beside) }];
    }),
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
