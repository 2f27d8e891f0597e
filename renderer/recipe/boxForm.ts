// How a detector's boxes are read, as a form states it: where it begins, and its options in words.
import type { BoxForm } from '#core/contract/acceptance.ts';
import { boxFormSchema } from '#core/contract/acceptance.ts';
import type { CompareReport } from '#core/contract/comparison.ts';
import type { Port } from '#core/contract/inspect.ts';

/** Whether outputs may be a detector's: candidates with four numbers each, or a head with everything in one output. */
export function mayHoldBoxes(outputs: readonly Port[]): boolean {
  return outputs.some(({ shape }) => {
    if (shape === null) return true;
    return shape.length >= 3 ? shape.length === 3 || shape.at(-1) === 4 : shape.at(-1) === 4 && outputs.length > 1;
  });
}

/** What was read off the outputs last; else the output with four numbers a candidate, beside the first other one. */
export function firstForm(
  model: string,
  outputs: readonly Port[],
  reports: readonly Pick<CompareReport, 'model' | 'evaluations'>[],
): BoxForm {
  const evaluations = reports.filter((report) => report.model === model).flatMap(({ evaluations }) => evaluations);
  const read = evaluations.find(({ boxes }) => boxes)?.boxes?.form;
  if (read) return read;
  const boxes = outputs.find(({ shape }) => shape?.at(-1) === 4) ?? outputs[0];
  const scores = outputs.find((output) => output !== boxes && output.type.startsWith('float')) ?? boxes;
  // Of one class a detector would give one number: of two scores the first is of there being nothing.
  const background = scores !== boxes && scores?.shape?.at(-1) === 2;
  return boxFormSchema.parse({ boxes: boxes?.name ?? '', scores: scores?.name ?? '', background });
}

export const shapeOptions = [
  { value: 'corners', label: 'x₁ y₁ x₂ y₂', detail: 'two corners' },
  { value: 'center', label: 'x y width height', detail: 'from the middle' },
  { value: 'cornerSize', label: 'x₁ y₁ width height', detail: 'from the first corner' },
] as const satisfies readonly { value: BoxForm['form']; label: string; detail: string }[];

export const layoutOptions = [
  { value: 'rows', label: 'A row each', detail: 'candidates × numbers' },
  { value: 'columns', label: 'A column each', detail: 'numbers × candidates' },
] as const satisfies readonly { value: BoxForm['layout']; label: string; detail: string }[];

/** `read off the outputs`, or the form in a few words. */
export function boxSummary(form: BoxForm | null): string {
  if (form === null) return 'read off the outputs';
  const shape = shapeOptions.find(({ value }) => value === form.form)?.label ?? form.form;
  return `${shape}, score ≥ ${form.threshold}, overlap ≤ ${form.overlap}`;
}
