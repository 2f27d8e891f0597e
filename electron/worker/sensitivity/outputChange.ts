// How far the outputs move when one layer changes: gathered over samples.
import type { LayerSensitivity } from '#core/contract/sensitivity.ts';
import { type ErrorAccumulator, errorAccumulator, worse } from '#core/measure/accuracy.ts';
import { hasScores, share, topIndexes } from '#core/measure/topOne.ts';
import { toNumbers, type Values } from '#electron/worker/value.ts';

export interface OutputChange {
  add(reference: Values, outputs: Values): void;
  result(): Pick<LayerSensitivity, 'sqnrDb' | 'cosine' | 'maxAbsError' | 'top1Change'>;
}

/** Outputs of floats alone are compared; of these the first whose last axis can be scores tells the first choice. */
export function outputChange(): OutputChange {
  const errors = new Map<string, ErrorAccumulator>();
  const kept = share();
  return {
    add(reference, outputs) {
      let chosen = false;
      for (const [name, expected] of Object.entries(reference)) {
        const given = outputs[name];
        const x = expected.type.startsWith('float') ? toNumbers(expected) : undefined;
        const y = given && toNumbers(given);
        if (!x || !y || x.length !== y.length) continue;
        const accumulator = errors.get(name) ?? errorAccumulator();
        errors.set(name, accumulator);
        accumulator.add(x, y);
        if (chosen || !hasScores(expected.dims)) continue;
        chosen = true;
        const perRow = expected.dims.at(-1) ?? 1;
        const here = topIndexes(y, perRow);
        for (const [row, right] of topIndexes(x, perRow).entries()) kept.add(here[row] === right);
      }
    },
    result() {
      const [first, ...others] = [...errors.values()].map((accumulator) => accumulator.result());
      const worst = first && others.reduce(worse, first);
      const agreement = kept.result();
      return {
        sqnrDb: worst?.sqnrDb ?? null,
        cosine: worst?.cosine ?? null,
        maxAbsError: worst?.maxAbsError ?? 0,
        top1Change: agreement === null ? null : 1 - agreement,
      };
    },
  };
}
