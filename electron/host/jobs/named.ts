// Several builds in the words of a title.
import type { BuildRecord } from '#core/contract/build.ts';

/**
 * `shapes.onnx in FP32, FP16 and 9 builds of INT8`, as the recipes of a search are measured, or the builds one by one where
 * the models differ.
 */
export function buildsNamed(builds: readonly BuildRecord[]): string {
  const [first] = builds;
  if (!first) return 'nothing';
  const precisions = builds.map((build) => build.precision.toUpperCase());
  if (sameModel(builds) !== null) return `${first.modelName} in ${list(counted(precisions))}`;
  return list(builds.map((build) => `${build.modelName} in ${build.precision.toUpperCase()}`));
}

/** The id of the one model that all were built from, or null. */
export function sameModel(builds: readonly BuildRecord[]): string | null {
  return same(builds.map(({ model }) => model));
}

/** The one target that all were built for, or null. */
export function sameTarget(builds: readonly BuildRecord[]): string | null {
  return same(builds.map(({ target }) => target));
}

function same(words: readonly string[]): string | null {
  const [first] = words;
  return first !== undefined && words.every((word) => word === first) ? first : null;
}

/** Each word once, in the order in which they first come. */
function counted(words: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => (count === 1 ? word : `${count} builds of ${word}`));
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
