// What a precision gains or loses in accuracy, told from the samples on which only one of the two engines is right.
import type { AccuracyChange, Interval } from '#core/contract/measurement.ts';
import { wilsonInterval } from './wilson.ts';

export interface PairedChange {
  /** Counts one sample: whether the reference and whether this engine is right on it. */
  add(reference: boolean, here: boolean): void;
  /** Null where nothing was counted. */
  result(): AccuracyChange | null;
}

/**
 * The difference of two shares over the same samples with its 95 % interval by Newcombe's method 10 (Statistics in
 * Medicine 17, 1998, 2635–2650): Wilson's intervals of both shares, put together with their correlation φ, whose
 * numerator is corrected for continuity. Pairs count as independent of each other.
 */
export function pairedChange(): PairedChange {
  const both = { right: 0, lost: 0, gained: 0, wrong: 0 };
  return {
    add(reference, here) {
      both[reference ? (here ? 'right' : 'lost') : here ? 'gained' : 'wrong'] += 1;
    },
    result() {
      const { right, lost, gained, wrong } = both;
      const count = right + lost + gained + wrong;
      const before = wilsonInterval(right + lost, count);
      const now = wilsonInterval(right + gained, count);
      if (!before || !now) return null;
      const from = { share: (right + lost) / count, ...before };
      const to = { share: (right + gained) / count, ...now };
      const correlation = phi(right, lost, gained, wrong);
      const difference = (gained - lost) / count;
      return {
        difference,
        low: difference - together(to.share - to.low, from.high - from.share, correlation),
        high: difference + together(to.high - to.share, from.share - from.low, correlation),
        gained,
        lost,
        samples: count,
      };
    },
  };
}

/** Whether a change is one: its interval does not hold 0. */
export function isCertain({ low, high }: Interval): boolean {
  return low > 0 || high < 0;
}

function together(first: number, second: number, correlation: number): number {
  return Math.sqrt(Math.max(0, first * first - 2 * correlation * first * second + second * second));
}

function phi(right: number, lost: number, gained: number, wrong: number): number {
  const product = (right + lost) * (gained + wrong) * (right + gained) * (lost + wrong);
  if (product === 0) return 0;
  const plain = right * wrong - lost * gained;
  const half = (right + lost + gained + wrong) / 2;
  return (plain > half ? plain - half : Math.min(plain, 0)) / Math.sqrt(product);
}
