// The shape that an input gets when nothing but the model and the recipe's profiles is known.
import { LatheError } from '#core/contract/failure.ts';
import type { Recipe } from '#core/contract/recipe.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';

/** The profile's `opt` shape where there is one, else the model's with dynamic dimensions taken as 1. */
export function inputDims(port: Port, profiles: Recipe['profiles']): number[] {
  const profile = profiles[port.name];
  if (!profile) return port.shape.map((size) => (typeof size === 'number' ? size : 1));
  const shape = port.shape.join(', ');
  const fits =
    profile.opt.length === port.shape.length &&
    port.shape.every((size, axis) => typeof size === 'string' || size === profile.opt[axis]);
  if (fits) return [...profile.opt];
  throw new LatheError({
    kind: 'use',
    reason: `The profile of input '${port.name}' is [${profile.opt.join(', ')}], and the model takes [${shape}].`,
    next: `Give '${port.name}' a profile of the model's rank that changes dynamic dimensions only.`,
  });
}
