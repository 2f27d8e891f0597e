// Observed ranges kept as files, so that recipes which differ in their layers observe the same data once.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ObservedRange } from './observeRanges.ts';

/** JSON has no infinities: numbers are written as words. */
const schema = z.array(z.tuple([z.string(), z.string(), z.string()]));

const pathOf = (folder: string, id: string) => join(folder, `${id}.observed.json`);

/** Undefined where nothing of that id was observed before or it does not read. */
export async function findObserved(
  folder: string,
  id: string,
): Promise<ReadonlyMap<string, ObservedRange> | undefined> {
  try {
    const rows = schema.parse(JSON.parse(await readFile(pathOf(folder, id), 'utf8')));
    return new Map(rows.map(([tensor, min, max]) => [tensor, { min: Number(min), max: Number(max) }]));
  } catch {
    return undefined;
  }
}

/** The file has its name only when it is whole. */
export async function keepObserved(
  folder: string,
  id: string,
  ranges: ReadonlyMap<string, ObservedRange>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const rows = [...ranges].map(([tensor, { min, max }]) => [tensor, String(min), String(max)]);
  const part = `${pathOf(folder, id)}.${process.pid}.part`;
  await writeFile(part, JSON.stringify(rows), { flush: true });
  await rename(part, pathOf(folder, id));
}
