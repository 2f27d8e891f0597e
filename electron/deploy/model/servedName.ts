// The name under which a model is served when nobody gives it one.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';

const recordSchema = z.object({ modelName: z.string() });

/** The model's name without its ending, whether a build or the model itself lies at `path`; else the folder's name. */
export function servedName(path: string): string {
  try {
    const record = recordSchema.parse(JSON.parse(readFileSync(join(path, 'record.json'), 'utf8')));
    return withoutEnding(record.modelName);
  } catch {
    return withoutEnding(basename(path));
  }
}

function withoutEnding(name: string): string {
  return name.replace(/\.onnx$/i, '');
}
