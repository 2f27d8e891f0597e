// This Lathe's version and its place on disk. A bundle keeps the same relative paths.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The folder that holds assets/, renderer/dist and native/build. Native code cannot look into a packed archive. */
export const latheRoot = fileURLToPath(new URL('../../', import.meta.url)).replace(
  /app\.asar(?=[\\/])/,
  'app.asar.unpacked',
);

export const latheVersion: string = readVersion();

function readVersion(): string {
  const schema = z.object({ name: z.literal('lathe'), version: z.string() });
  for (const place of ['../../package.json', '../../../package.json']) {
    try {
      return schema.parse(JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8'))).version;
    } catch {
      // A bundle lies one folder deeper than the sources.
    }
  }
  return 'unknown';
}
