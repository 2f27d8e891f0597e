// Whether a build was made as the form says now, so that the window can tell when options have changed since.
import type { Recipe } from '#core/contract/recipe.ts';
import { isHalf } from '#core/precision/precisionPlan.ts';

/** Only what matters for the precision is compared; what the host filled in where the form left it open is not. */
export function sameRecipe(built: Recipe, form: Recipe): boolean {
  return canonical(part(built, form)) === canonical(part(form, form));
}

function part(recipe: Recipe, form: Recipe) {
  const { precision, profiles, options } = recipe;
  const common = { precision, profiles, options };
  if (form.precision === 'fp32') return common;
  const { keepIo, keep, layers, otherPrecision = 'fp32', equalize = false, biasCorrection = false } = recipe;
  if (isHalf(form.precision)) return { ...common, keepIo, keep, layers };
  const { method, percentile, samples, preprocessing } = recipe.calibration;
  return {
    ...common,
    keepIo,
    keep,
    layers,
    otherPrecision,
    equalize,
    biasCorrection,
    method,
    samples,
    percentile: method === 'percentile' ? percentile : null,
    preprocessing: form.calibration.preprocessing === null ? null : preprocessing,
  };
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
