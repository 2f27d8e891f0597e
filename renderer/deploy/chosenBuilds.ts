// Which builds of a model the next deployment or load takes.
import type { BuildRecord } from '#core/contract/build.ts';

/** Newest first; of each precision and target the newest is ticked until somebody says otherwise. */
export function isTicked(
  build: BuildRecord,
  builds: readonly BuildRecord[],
  ticked: Readonly<Record<string, boolean>>,
): boolean {
  const newest = builds.find(({ precision, target }) => precision === build.precision && target === build.target);
  return ticked[build.id] ?? newest?.id === build.id;
}

export function chosenBuilds(
  builds: readonly BuildRecord[],
  ticked: Readonly<Record<string, boolean>>,
): readonly BuildRecord[] {
  return builds.filter((build) => isTicked(build, builds, ticked));
}
