// Which parts of a build took its time.
import type { BuildPhase } from '#core/contract/build.ts';

/** The fewest phases that together took nine tenths of the time, the longest first. */
export function longestPhases(phases: readonly BuildPhase[]): readonly BuildPhase[] {
  const sorted = phases.filter(({ ms }) => ms > 0).sort((a, b) => b.ms - a.ms);
  const total = sorted.reduce((sum, { ms }) => sum + ms, 0);
  let told = 0;
  const enough = sorted.findIndex(({ ms }) => {
    told += ms;
    return told >= 0.9 * total;
  });
  return sorted.slice(0, enough + 1);
}
