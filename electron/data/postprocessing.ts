// The file that says what becomes of a model's outputs: the one beside a model, or one that the user names.
import { type Postprocessing, postprocessingSchema } from '#core/contract/postprocessing.ts';
import { findClasses } from './classes.ts';
import { findStated, readStated, type StatedFile } from './statedFile.ts';

const file: StatedFile<Postprocessing> = {
  subject: 'postprocessing',
  schema: postprocessingSchema,
  example: '{"kind":"classification","labels":["cat","dog"]}',
  fields: 'kind classification or detection, with its options',
};

/**
 * The postprocessing.json in the first of `folders` that has one; else, where a classes.txt lies there, classification;
 * else null. Names of classes that it leaves out come from the classes.txt. Throws LatheError where it cannot be used.
 */
export function findPostprocessing(folders: readonly string[]): Postprocessing | null {
  const labels = findClasses(folders);
  const stated = findStated(folders, file);
  if (stated) return stated.labels.length > 0 || labels === null ? stated : { ...stated, labels: [...labels] };
  return labels && postprocessingSchema.parse({ kind: 'classification', labels });
}

/** The one in a file that the user names. Throws LatheError where it cannot be read or used. */
export function readPostprocessing(path: string): Postprocessing {
  return readStated(path, file);
}
