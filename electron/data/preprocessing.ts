// The file that says how images become a model's input: the one beside data or model, or one that the user names.
import { type Preprocessing, preprocessingSchema } from '#core/contract/data.ts';
import { findStated, readStated, type StatedFile } from './statedFile.ts';

const file: StatedFile<Preprocessing> = {
  subject: 'preprocessing',
  schema: preprocessingSchema,
  example: '{"resize":{"width":224,"height":224},"scale":0.00392}',
  fields: 'resize, channels, layout, scale, mean, std',
};

/** The first one in `folders`, or null. Throws LatheError where there is one that cannot be used. */
export function findPreprocessing(folders: readonly string[]): Preprocessing | null {
  return findStated(folders, file);
}

/** The one in a file that the user names. Throws LatheError where it cannot be read or used. */
export function readPreprocessing(path: string): Preprocessing {
  return readStated(path, file);
}
