// Names of classes from a classes.txt beside a model or data, one a line in the order of their numbers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The first in `folders`; null where none has one. */
export function findClasses(folders: readonly string[]): readonly string[] | null {
  for (const folder of folders) {
    try {
      const text = readFileSync(join(folder, 'classes.txt'), 'utf8').trim();
      if (text !== '') return text.split(/\r?\n/).map((line) => line.trim());
    } catch {
      // Not there: the next one.
    }
  }
  return null;
}
