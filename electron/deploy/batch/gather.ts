// Which requests of a queue run together next.

export interface Queued {
  readonly key: string;
  readonly rows: number;
}

export interface Gathered<Q extends Queued> {
  /** In the order of the queue; empty where that is. */
  readonly batch: readonly Q[];
  /** Whether they need not wait for more. */
  readonly due: boolean;
}

/** The first request and those after it that may share its inference. @param preferred numbers of rows. */
export function gather<Q extends Queued>(
  queue: readonly Q[],
  maxBatch: number,
  preferred: ReadonlySet<number>,
): Gathered<Q> {
  const [first] = queue;
  if (!first) return { batch: [], due: false };
  const batch = [first];
  let rows = first.rows;
  let complete = rows >= maxBatch;
  let good = preferred.has(rows) ? 1 : 0;
  for (let place = 1; place < queue.length && rows < maxBatch; place += 1) {
    const entry = queue[place] as Q;
    if (entry.key !== first.key) continue;
    if (rows + entry.rows > maxBatch) {
      complete = true;
      continue;
    }
    batch.push(entry);
    rows += entry.rows;
    complete ||= rows >= maxBatch;
    if (preferred.has(rows)) good = batch.length;
  }
  if (complete || good === 0) return { batch, due: complete };
  return { batch: batch.slice(0, good), due: true };
}
