// The samples that fare worst under an engine, kept while all go by.
import type { Evaluation } from '#core/contract/measurement.ts';
import { exactness, type OutputErrors } from '#core/measure/accuracy.ts';
import type { Sample } from '#electron/worker/data/readSamples.ts';
import type { Looked } from './choices.ts';

export interface WorstSamples {
  add(sample: Sample, errors: OutputErrors, looked: Looked): void;
  result(): Evaluation['worst'];
}

const kept = 12;

/** Changed answers before unchanged ones, then by the overlap of boxes where there are some, then by SQNR. */
export function worstSamples(): WorstSamples {
  const worst: (Evaluation['worst'][number] & { readonly exactness: number })[] = [];
  return {
    add(sample, errors, { changed, shown }) {
      const { sqnrDb } = errors;
      worst.push({ sample: sample.name, index: sample.index, sqnrDb, changed, shown, exactness: exactness(errors) });
      worst.sort(
        (a, b) => Number(b.changed) - Number(a.changed) || overlap(a) - overlap(b) || a.exactness - b.exactness,
      );
      worst.splice(kept);
    },
    result: () => worst.map(({ exactness: _, ...rest }) => rest),
  };
}

/** Where FP32 finds no box there is none to lose. */
function overlap({ shown }: Evaluation['worst'][number]): number {
  return shown?.kind === 'boxes' ? (shown.meanIou ?? 1) : 0;
}
