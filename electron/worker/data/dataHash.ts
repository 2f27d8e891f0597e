// A hash that changes whenever the data does, without reading it: names, sizes and times.
import { stat } from 'node:fs/promises';
import { listData } from '#electron/data/list.ts';
import { sha256Text } from '#electron/worker/artifact/sha256.ts';

export async function dataHash(path: string): Promise<string> {
  const { kind, files } = listData(path);
  const lines = await Promise.all(
    files.map(async (file) => {
      const { size, mtimeMs } = await stat(file.path);
      return `${file.name}\t${size}\t${mtimeMs}\t${file.label ?? ''}`;
    }),
  );
  return sha256Text(`lathe data 1 ${kind}\n${lines.join('\n')}`);
}
