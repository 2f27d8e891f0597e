// The speed-up that a report states between two of its builds.
import type { ComparedBuild, CompareReport, Speedup } from '#core/contract/comparison.ts';
import { buildName } from './buildName.ts';

/** Of `build` over `base`; undefined where the report has none, as of a build over itself. */
export function speedupBetween(
  { builds, speedups }: Pick<CompareReport, 'builds' | 'speedups'>,
  build: ComparedBuild,
  base: ComparedBuild,
): Speedup | undefined {
  const [of, over] = [buildName(build, builds), buildName(base, builds)];
  return speedups.find((one) => one.of === of && one.over === over);
}
