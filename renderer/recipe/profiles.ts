// Shapes of dynamic inputs as text fields take them.
import type { Port } from '#core/contract/inspect.ts';
import type { Profile } from '#core/contract/recipe.ts';
import type { Parsed } from '#renderer/widgets/ParsedField.tsx';

/** Inputs of which a dimension is not known before run time. */
export function dynamicInputs(inputs: readonly Port[]): readonly Port[] {
  return inputs.filter(({ shape }) => shape?.some((dimension) => typeof dimension !== 'number'));
}

/** What is built without a profile: every dynamic dimension is 1. */
export function defaultProfile({ shape }: Pick<Port, 'shape'>): Profile {
  const ones = (shape ?? []).map((dimension) => (typeof dimension === 'number' ? dimension : 1));
  return { min: ones, opt: ones, max: ones };
}

/** `batch×3×64×64`, with `?` where a dimension has no name. */
export function shapeText(shape: Port['shape']): string {
  return shape === null ? 'unknown' : shape.map((dimension) => dimension ?? '?').join('×');
}

/** Takes `1×3×64×64`, `1x3x64x64` or `1, 3, 64, 64`, and holds it against the input's own shape. */
export function parseShape(shape: Port['shape']): (text: string) => Parsed<readonly number[]> {
  return (text) => {
    const parts = text
      .trim()
      .replaceAll(/[[\]()]/g, '')
      .split(/\s*[×xX*,\s]\s*/)
      .filter(Boolean);
    const sizes = parts.map(Number);
    const wrong = sizes.findIndex((size) => !Number.isInteger(size) || size < 0);
    if (wrong >= 0) return { error: `“${parts[wrong]}” is not a size.` };
    if (shape === null) return { value: sizes };
    if (sizes.length !== shape.length) return { error: `${shapeText(shape)} has ${shape.length} dimensions.` };
    const fixed = shape.findIndex((dimension, axis) => typeof dimension === 'number' && dimension !== sizes[axis]);
    return fixed < 0 ? { value: sizes } : { error: `Dimension ${fixed} is ${shape[fixed]} in the model.` };
  };
}

/** The profile with one of its shapes set; the smallest and the largest make room for the usual one. */
export function withShape(profile: Profile, key: keyof Profile, shape: readonly number[]): Profile {
  if (key !== 'opt') return { ...profile, [key]: [...shape] };
  const each = (bound: readonly number[], pick: (a: number, b: number) => number) =>
    shape.map((size, axis) => pick(size, bound[axis] ?? size));
  return { min: each(profile.min, Math.min), opt: [...shape], max: each(profile.max, Math.max) };
}

/** One sentence where min ≤ opt ≤ max does not hold, else null. */
export function disorder({ min, opt, max }: Profile): string | null {
  const axis = opt.findIndex((size, index) => size < (min[index] ?? 0) || size > (max[index] ?? 0));
  return axis < 0 ? null : `Dimension ${axis}: min ≤ opt ≤ max does not hold.`;
}
