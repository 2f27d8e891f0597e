// Keeps as many samples in work as an observer takes, and settles them in their order.
import type { Sample } from '#electron/worker/data/readSamples.ts';
import type { ExtremesCounter } from '#electron/worker/native.ts';
import type { Observer } from './observer.ts';

interface InWork {
  readonly sample: Sample;
  readonly extremes: Promise<Float64Array>;
}

/** @param settle takes a sample with what `Observer.observe` found; where it throws no more samples are begun. */
export async function sideBySide(
  observer: Observer,
  histograms: ExtremesCounter,
  samples: AsyncIterable<Sample>,
  settle: (sample: Sample, extremes: Float64Array) => void,
): Promise<void> {
  const inWork: InWork[] = [];
  const settleOldest = async (oldest: InWork) => settle(oldest.sample, await oldest.extremes);
  try {
    for await (const sample of samples) {
      const oldest = inWork.length < observer.lanes ? undefined : inWork.shift();
      if (oldest) await settleOldest(oldest);
      inWork.push({ sample, extremes: observer.observe(sample.values, histograms) });
    }
    for (let oldest = inWork.shift(); oldest; oldest = inWork.shift()) await settleOldest(oldest);
  } finally {
    // Nothing may be freed under the threads.
    await Promise.allSettled(inWork.map(({ extremes }) => extremes));
  }
}
