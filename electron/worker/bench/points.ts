// The points of a sweep: which shapes an engine is fed with.
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { Recipe } from '#core/contract/recipe.ts';
import type { Sweep } from '#core/contract/sweep.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import { inputDims } from '#electron/worker/data/inputDims.ts';

export type Point =
  | { readonly kind: 'optimal' }
  | { readonly kind: 'batch'; readonly size: number }
  | { readonly kind: 'shapes'; readonly shapes: Readonly<Record<string, readonly number[]>> };

export function pointsOf({ batches, shapes }: Sweep): readonly Point[] {
  const points: Point[] = [
    ...batches.map((size) => ({ kind: 'batch', size }) as const),
    ...shapes.map((one) => ({ kind: 'shapes', shapes: one }) as const),
  ];
  return points.length > 0 ? points : [{ kind: 'optimal' }];
}

/** Such as `batch 4` or `image 1×3×64×64`. */
export function pointName(point: Point): string {
  switch (point.kind) {
    case 'optimal':
      return 'optimal shapes';
    case 'batch':
      return `batch ${point.size}`;
    case 'shapes':
      return Object.entries(point.shapes)
        .map(([input, dims]) => `${input} ${dims.join('×')}`)
        .join(', ');
  }
}

/**
 * The recipe's profiles with the point's shapes as optimal ones.
 * @throws LatheError where the engine's first dimensions are fixed, or no input has a name that the point gives.
 */
export function profilesAt(point: Point, inputs: readonly Port[], { recipe, engine }: BuildRecord): Recipe['profiles'] {
  if (point.kind === 'optimal') return recipe.profiles;
  const wanted = point.kind === 'batch' ? batchShapes(point.size, inputs, recipe, engine) : point.shapes;
  const stranger = Object.keys(wanted).find((name) => !inputs.some((input) => input.name === name));
  if (stranger !== undefined) throw noSuchInput(stranger, inputs, engine);
  const fixed = Object.entries(wanted).map(([name, dims]) => [
    name,
    { min: [...dims], opt: [...dims], max: [...dims] },
  ]);
  return { ...recipe.profiles, ...Object.fromEntries(fixed) };
}

/** Inputs whose first dimension is fixed to 1, such as a scale, stay as they are. */
function batchShapes(size: number, inputs: readonly Port[], recipe: Recipe, engine: string) {
  const dynamic = inputs.filter(({ shape: [first] }) => typeof first === 'string');
  if (dynamic.length === 0 && inputs.some(({ shape: [first] }) => first !== size)) {
    throw new LatheError({
      kind: 'use',
      reason: `${engine} takes no batch of ${size}: its inputs’ first dimensions are fixed (${inputs.map(({ name, shape }) => `${name} ${shape.join('×')}`).join(', ')}).`,
      next: 'Export the model with a dynamic first dimension and build it with a profile that holds the batch sizes.',
    });
  }
  return Object.fromEntries(
    dynamic.map((input) => [input.name, [size, ...inputDims(input, recipe.profiles).slice(1)]]),
  );
}

function noSuchInput(name: string, inputs: readonly Port[], engine: string): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `${engine} has no input '${name}'.`,
    next: `Its inputs are ${inputs.map((input) => input.name).join(', ')}.`,
  });
}
