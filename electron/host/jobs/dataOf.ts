// Turns a data set's id into its path, and fills in the preprocessing that lies beside the data.
import type { Preprocessing } from '#core/contract/data.ts';
import type { CalibrationOptions } from '#core/contract/recipe.ts';
import type { Library } from '../library.ts';

/** Throws LatheError where the id is unknown. */
export function pathOfData(id: string | null, library: Library): string | null {
  return id === null ? null : library.data.get(id).path;
}

/** What the request says; else what was found beside the data. */
export function preprocessingOf(
  stated: Preprocessing | null,
  data: readonly (string | null)[],
  library: Library,
): Preprocessing | null {
  if (stated) return stated;
  for (const id of data) {
    const found = id === null ? null : library.data.get(id).preprocessing;
    if (found) return found;
  }
  return null;
}

/** The options with the preprocessing that will be used written into them, so that a recipe can be replayed. */
export function completeCalibration(
  options: CalibrationOptions,
  data: string | null,
  library: Library,
): CalibrationOptions {
  return { ...options, preprocessing: preprocessingOf(options.preprocessing, [data], library) };
}
