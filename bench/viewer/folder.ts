// Where the bench keeps what it makes once: models and Netron's environment.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const cache = join(import.meta.dirname, '../../node_modules/.cache/bench-viewer');

export function cached(...parts: readonly string[]): string {
  const path = join(cache, ...parts);
  mkdirSync(join(path, '..'), { recursive: true });
  return path;
}
