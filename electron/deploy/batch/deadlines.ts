// One timer for all that wait equally long, rather than one each: they are late in the order in which they came.

/** What waits, in a list of its own: whatever is over leaves it at once, and with it what it holds. */
export interface Waiting<W> {
  readonly arrived: number;
  older: W | undefined;
  newer: W | undefined;
}

export interface Deadlines<W> {
  add(one: W): void;
  remove(one: W): void;
}

/** @param onLate hears of each that is not removed within `ms` of its arrival, by `performance.now()`; it is removed then. */
export function createDeadlines<W extends Waiting<W>>(ms: number, onLate: (one: W) => void): Deadlines<W> {
  let oldest: W | undefined;
  let newest: W | undefined;
  let armed = false;

  const remove = (one: W) => {
    const { older, newer } = one;
    if (!older && oldest !== one) return;
    if (older) older.newer = newer;
    else oldest = newer;
    if (newer) newer.older = older;
    else newest = older;
    one.older = undefined;
    one.newer = undefined;
  };
  const arm = (after: number) => {
    armed = true;
    // Whoever waits has something of its own that keeps the process.
    setTimeout(sweep, Math.max(1, Math.ceil(after))).unref();
  };
  const sweep = () => {
    armed = false;
    const late = performance.now() - ms;
    for (let one = oldest; one && one.arrived <= late; one = oldest) {
      remove(one);
      onLate(one);
    }
    if (oldest && !armed) arm(oldest.arrived - late);
  };
  return {
    add(one) {
      one.older = newest;
      if (newest) newest.newer = one;
      else oldest = one;
      newest = one;
      if (!armed) arm(ms);
    },
    remove,
  };
}
