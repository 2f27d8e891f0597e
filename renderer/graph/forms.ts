// The forms that a preview can be asked in: a precision, and for quantized ones what they leave the rest in.
import { mainPrecisions, type Precision, precisionSchema } from '#core/contract/recipe.ts';
import { isQuantized } from '#core/precision/precisionPlan.ts';
import { precisionRefusal } from '#core/precision/targetPrecisions.ts';
import type { PreviewForm } from '#renderer/connection/modelHandle.ts';
import type { Option } from '#renderer/widgets/Choice.tsx';
import { precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';

const details: Partial<Record<Precision, string>> = {
  int8: 'All else in FP32',
  fp8: 'All else in FP32',
  int4: 'Weights of matrix products; all else in FP32',
};

/** Every form that a build for the target can have: the usual three first, then those among 16 bits and the newer ones. */
export function formOptions(target: string): readonly Option<string>[] {
  const precisions = precisionSchema.options.filter((precision) => precisionRefusal(target, precision) === undefined);
  const plain = [...mainPrecisions, ...precisions.filter((precision) => !mainPrecisions.includes(precision))];
  return plain.flatMap((precision) => {
    const detail = details[precision];
    const alone = { value: precision as string, label: precisionNames[precision], ...(detail ? { detail } : {}) };
    if (!isQuantized(precision)) return [alone];
    const mixed = { value: `${precision}+fp16`, label: `${precisionNames[precision]} + FP16` };
    return [
      alone,
      { ...mixed, detail: precision === 'int4' ? 'Weights in INT4, all else in FP16' : 'All else in FP16' },
    ];
  });
}

export function formValue({ precision, otherPrecision }: PreviewForm): string {
  return isQuantized(precision) && otherPrecision === 'fp16' ? `${precision}+fp16` : precision;
}

export function formOf(value: string): PreviewForm {
  const precision = precisionSchema.parse(value.split('+')[0]);
  if (!isQuantized(precision)) return { precision };
  return { precision, otherPrecision: value.endsWith('+fp16') ? 'fp16' : 'fp32' };
}

/** The same form for another target, or FP32 where that has no kernels for it. */
export function formFor(target: string, form: PreviewForm): PreviewForm {
  return precisionRefusal(target, form.precision) === undefined ? form : { precision: 'fp32' };
}
