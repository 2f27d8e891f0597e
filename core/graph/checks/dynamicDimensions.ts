// Dynamic inputs and the shapes that a recipe gives them.
import type { Profile } from '#core/contract/recipe.ts';
import type { Shape, ValueInfo } from '#core/onnx/model.ts';
import type { CheckContext, Finding } from './checkedGraphs.ts';
import { nearest } from './nearest.ts';

export function* checkDynamicDimensions(context: CheckContext): Iterable<Finding> {
  const { options, graphs } = context;
  const profile = options.profile ?? {};
  const inputs = graphs[0]?.index.inputs ?? [];
  for (const input of inputs) {
    const shape = input.type?.kind === 'tensor' ? input.type.shape : undefined;
    const stated = Object.hasOwn(profile, input.name) ? profile[input.name] : undefined;
    if (stated) yield* checkProfile(input.name, shape, stated);
    else yield* withoutProfile(context, input, shape);
  }
  for (const name of Object.keys(profile)) {
    if (inputs.some((input) => input.name === name)) continue;
    const meant = nearest(
      name,
      inputs.map((input) => input.name),
    );
    yield {
      severity: 'error',
      node: null,
      message: `The profile names an input '${name}', which the model does not have`,
      next: `Name one of its inputs: ${meant ?? inputs.map((input) => input.name).join(', ')}.`,
    };
  }
}

function* withoutProfile(
  { target }: CheckContext,
  { name, type }: ValueInfo,
  shape: Shape | undefined,
): Iterable<Finding> {
  if (type?.kind !== 'tensor') {
    if (type !== undefined) return;
    yield {
      severity: 'error',
      node: null,
      message: `The input '${name}' has no type`,
      next: 'Export the model again with the types of its inputs.',
    };
    return;
  }
  if (!shape) {
    yield {
      severity: 'error',
      node: null,
      message: `The input '${name}' states no shape, not even how many axes it has`,
      next: `Give '${name}' a profile in the recipe, or export the model with the input's shape.`,
    };
    return;
  }
  const open = shape.flatMap((size, axis) =>
    typeof size === 'number' && size >= 0 ? [] : [`'${size ?? `axis ${axis}`}'`],
  );
  if (open.length === 0) return;
  const message = `The input '${name}' has ${open.length === 1 ? 'the dynamic dimension' : 'the dynamic dimensions'} ${open.join(', ')} and no profile`;
  const example = shape.map((size) => (typeof size === 'number' && size >= 0 ? size : 1)).join(', ');
  if (target.backend === 'onnxruntime') {
    yield {
      severity: 'info',
      node: null,
      message: `${message}; Lathe measures with each of them as 1`,
      next: `To measure other sizes, give '${name}' a profile in the recipe, such as opt [${example}].`,
    };
  } else {
    yield {
      severity: 'error',
      node: null,
      message,
      next: `Give '${name}' min, opt and max in the recipe's profiles, such as min [${example}]: ${target.text} tunes kernels for opt.`,
    };
  }
}

function* checkProfile(name: string, shape: Shape | undefined, profile: Profile): Iterable<Finding> {
  const problem = profileProblem(shape, profile);
  if (problem === undefined) return;
  yield {
    severity: 'error',
    node: null,
    message: `The profile of the input '${name}' ${problem}`,
    next: `Correct min, opt and max of '${name}' in the recipe's profiles.`,
  };
}

function profileProblem(shape: Shape | undefined, { min, opt, max }: Profile): string | undefined {
  const rank = shape?.length ?? opt.length;
  const odd = Object.entries({ min, opt, max }).find(([, sizes]) => sizes.length !== rank);
  if (odd) return `gives ${odd[1].length} sizes as ${odd[0]} for ${rank} axes`;
  for (let axis = 0; axis < rank; axis++) {
    const [least, best, most, fixed] = [min[axis] ?? 0, opt[axis] ?? 0, max[axis] ?? 0, shape?.[axis]];
    if (typeof fixed === 'number' && fixed >= 0 && (least !== fixed || best !== fixed || most !== fixed)) {
      return `gives axis ${axis} other sizes than the ${fixed} that the model fixes`;
    }
    if (least > best || best > most)
      return `has min ${least}, opt ${best} and max ${most} at axis ${axis}, which must rise`;
  }
  return undefined;
}
