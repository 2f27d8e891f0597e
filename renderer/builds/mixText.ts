// What tells a build from others of its precision: what else computes in it, and what was done before quantizing.
import { precisionSchema, type Recipe } from '#core/contract/recipe.ts';
import { isQuantized } from '#core/precision/precisionPlan.ts';
import { counted } from '#renderer/format/format.ts';
import { precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';

/** `among FP16, 14 layers in FP32`; empty where the recipe says nothing but the precision. */
export function mixText({ precision, otherPrecision, layers, equalize, biasCorrection }: Recipe): string {
  const quantized = isQuantized(precision);
  const among =
    quantized && otherPrecision && otherPrecision !== 'fp32' ? [`among ${precisionNames[otherPrecision]}`] : [];
  const own = precisionSchema.options.flatMap((one) => {
    const count = one === precision ? 0 : Object.values(layers).filter((layer) => layer === one).length;
    return count === 0 ? [] : [`${counted(count, 'layer')} in ${precisionNames[one]}`];
  });
  const before = [
    ...(quantized && equalize ? ['channels evened out'] : []),
    ...(quantized && biasCorrection ? ['biases corrected'] : []),
  ];
  return [...among, ...own, ...before].join(', ');
}
