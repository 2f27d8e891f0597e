// Where a build's time goes: one phase at a time from its start to its end, so that every millisecond belongs to one.
import type { BuildPhase } from '#core/contract/build.ts';

export interface PhaseClock {
  /** Ends the phase before; one that is entered again goes on counting. */
  enter(name: string): void;
  /** Gives parts of the phase that is being counted names of their own; what is left of it keeps its name. */
  divide(parts: readonly BuildPhase[]): void;
  /** In the order in which they began, up to now. */
  phases(): readonly BuildPhase[];
}

/** @param began when the first phase did, in `now`'s milliseconds. */
export function startPhases(first: string, began: number, now: () => number = Date.now): PhaseClock {
  const times = new Map<string, number>([[first, 0]]);
  let current = first;
  let since = began;
  const add = (name: string, ms: number) => times.set(name, (times.get(name) ?? 0) + ms);
  const count = () => {
    const time = now();
    add(current, time - since);
    since = time;
  };
  return {
    enter(name) {
      count();
      add(name, 0);
      current = name;
    },
    divide(parts) {
      count();
      for (const { name, ms } of parts) {
        // Two clocks never agree to the last digit.
        const taken = Math.min(ms, times.get(current) ?? 0);
        add(name, taken);
        add(current, -taken);
      }
    },
    phases() {
      count();
      return Array.from(times, ([name, ms]) => ({ name, ms }));
    },
  };
}
