// What the next comparison will hold, and how long it measures.
import { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import { benchOptionsSchema } from '#core/contract/measurement.ts';
import { type Precision, precisionSchema } from '#core/contract/recipe.ts';
import { recall, remember } from './remembered.ts';

const schema = z.object({ precisions: z.array(precisionSchema), bench: benchOptionsSchema });
export type CompareForm = z.infer<typeof schema>;

export const compareFormStore = createStore<CompareForm>(() =>
  recall('compare', schema, { precisions: ['fp32', 'fp16', 'int8'], bench: benchOptionsSchema.parse({}) }),
);

export function changeCompareForm(change: Partial<CompareForm>): void {
  compareFormStore.setState(change);
  remember('compare', compareFormStore.getState());
}

/** The ticked precisions that can be built: INT8 needs data to learn its ranges from. */
export function possible(precisions: readonly Precision[], calibration: string | null): readonly Precision[] {
  return precisions.filter((precision) => precision !== 'int8' || calibration !== null);
}

/** Ticks or unticks a precision; the order stays FP32, FP16, INT8. */
export function togglePrecision(precision: Precision): void {
  const { precisions } = compareFormStore.getState();
  const without = precisions.filter((other) => other !== precision);
  const next = without.length < precisions.length ? without : [...precisions, precision];
  changeCompareForm({ precisions: precisionSchema.options.filter((option) => next.includes(option)) });
}
