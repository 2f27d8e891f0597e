// What the next comparison will hold, and how long it measures.
import { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import { gpuOptionsSchema } from '#core/contract/gpu.ts';
import { type BenchOptions, benchOptionsSchema } from '#core/contract/measurement.ts';
import { mainPrecisions, needsData, type Precision, precisionSchema } from '#core/contract/recipe.ts';
import { precisionRefusal } from '#core/precision/targetPrecisions.ts';
import { recall, remember } from './remembered.ts';

const schema = z.object({ precisions: z.array(precisionSchema), bench: benchOptionsSchema });
export type CompareForm = z.infer<typeof schema>;

export const compareFormStore = createStore<CompareForm>(() =>
  recall('compare', schema, { precisions: [...mainPrecisions], bench: benchOptionsSchema.parse({}) }),
);

export function changeCompareForm(change: Partial<CompareForm>): void {
  compareFormStore.setState(change);
  remember('compare', compareFormStore.getState());
}

/** The ticked precisions that can be built: 8 bits need data to learn ranges from, and some a target that has them. */
export function possible(
  precisions: readonly Precision[],
  { calibration, target }: { readonly calibration: string | null; readonly target: string },
): readonly Precision[] {
  return precisions.filter(
    (precision) => (!needsData(precision) || calibration !== null) && precisionRefusal(target, precision) === undefined,
  );
}

/** Ticks or unticks a precision; the order stays from the widest to the narrowest. */
export function togglePrecision(precision: Precision): void {
  const { precisions } = compareFormStore.getState();
  const without = precisions.filter((other) => other !== precision);
  const next = without.length < precisions.length ? without : [...precisions, precision];
  changeCompareForm({ precisions: precisionSchema.options.filter((option) => next.includes(option)) });
}

/** How inferences are started on a GPU is said to no other target. */
export function benchFor(targets: readonly string[], bench: BenchOptions): BenchOptions {
  return targets.every((target) => target.startsWith('tensorrt')) ? bench : { ...bench, ...gpuOptionsSchema.parse({}) };
}
