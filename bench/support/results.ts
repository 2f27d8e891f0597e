// Keeps what a bench found, with the date and the machine it ran on.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../results');

/** Writes `bench/results/<name>.json`. */
export function writeResults(name: string, versions: Readonly<Record<string, string>>, found: object): void {
  mkdirSync(folder, { recursive: true });
  const processor = cpus();
  const machine = {
    cpu: processor[0]?.model ?? 'unknown',
    cores: processor.length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
  };
  const path = join(folder, `${name}.json`);
  const head = { date: new Date().toISOString(), machine, versions: { node: process.version, ...versions } };
  writeFileSync(path, `${JSON.stringify({ ...head, ...found }, null, 2)}\n`);
  console.log(`\nWritten to bench/results/${name}.json.`);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
