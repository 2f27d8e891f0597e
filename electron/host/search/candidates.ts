// Which recipes a search tries once it knows what each layer costs in INT8.
import type { BuildRecord } from '#core/contract/build.ts';
import type { SearchLayer, SearchPoint } from '#core/contract/search.ts';
import { fewestHolding, nextCount } from '#core/measure/search/nextCount.ts';
import { gainMs } from '#core/measure/search/weighLayers.ts';
import type { Around } from './trial.ts';

/** How recipes are tried. */
export interface Trying {
  tried(precision: BuildRecord['precision'], kept: readonly string[], around?: Around): Promise<SearchPoint>;
  /** Passes on what was tried; undefined where it cannot be built. */
  attempt(name: string, work: () => Promise<SearchPoint>): Promise<SearchPoint | undefined>;
  /** What INT8 leaves out computes in this, unless the other is tried. */
  readonly usual: Around;
  /** Whether there is no time for another recipe. */
  isLate(): boolean;
  tell(phase: string): void;
}

/** Layers that are put back into 8 bits one by one once a recipe holds. */
const mostPutBack = 8;
/** Counts of kept layers, as shares of all, that the front is filled up with. */
const between = [0.1, 0.25, 0.5, 0.75];

/**
 * First the fewest layers to keep, then which of them need not be kept after all.
 *
 * @param order in which layers are kept. @param guess how many of them may be needed.
 * @returns the layers that have to be kept; none where INT8 holds throughout, or no such recipe does.
 */
export async function keepFewest(
  run: Trying,
  layers: readonly SearchLayer[],
  order: readonly string[],
  guess: number,
): Promise<readonly string[]> {
  const tries = new Map<number, boolean>();
  for (
    let count = nextCount(tries, order.length, guess);
    count !== undefined && count < order.length && !run.isLate();
    count = nextCount(tries, order.length, guess)
  ) {
    tries.set(count, (await keep(run, order, count)).holds);
  }
  const fewest = fewestHolding(tries, order.length);
  return fewest > 0 && fewest < order.length ? putBack(run, layers, order.slice(0, fewest)) : [];
}

/** The recipes that may win, with what INT8 leaves out in the other precision of the two. */
export async function tryOther(run: Trying, kept: readonly string[]): Promise<void> {
  const other = run.usual === 'fp16' ? 'fp32' : 'fp16';
  const name = `INT8 among ${other.toUpperCase()}`;
  for (const names of kept.length === 0 ? [[]] : [kept, []]) {
    if (run.isLate()) return;
    run.tell(`trying ${name} with ${names.length} layers kept`);
    await run.attempt(name, () => run.tried('int8', names, other));
  }
}

/** Points between what was tried, for who would give up some speed or some accuracy. */
export async function fillFront(run: Trying, order: readonly string[]): Promise<void> {
  for (const share of between) {
    const count = Math.round(share * order.length);
    if (count > 0 && count < order.length && !run.isLate()) await keep(run, order, count);
  }
}

function keep(run: Trying, order: readonly string[], count: number): Promise<SearchPoint> {
  run.tell(`trying INT8 with ${count} of ${order.length} layers kept`);
  return run.tried('int8', order.slice(0, count), run.usual);
}

/** Bisection keeps a beginning of the order; single layers in it may be more than is needed. */
async function putBack(
  run: Trying,
  layers: readonly SearchLayer[],
  kept: readonly string[],
): Promise<readonly string[]> {
  let now = kept;
  const gain = new Map(layers.map((layer) => [layer.node, gainMs(layer) ?? 0]));
  const byGain = kept.toSorted((a, b) => (gain.get(b) ?? 0) - (gain.get(a) ?? 0));
  for (const name of byGain.slice(0, mostPutBack)) {
    if (now.length < 2 || run.isLate()) return now;
    const fewer = now.filter((other) => other !== name);
    run.tell(`trying '${name}' in INT8 again`);
    if ((await run.tried('int8', fewer, run.usual)).holds) now = fewer;
  }
  return now;
}
