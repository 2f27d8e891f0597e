// What to ask for so that the engine of a build gets the weights of another model.
import type { BuildRecord } from './build.ts';
import { type JobRequest, jobTable } from './job.ts';

/** For the very TensorRT that made the engine, and not the newest that is there: no other loads it. */
export function refitRequest(
  from: BuildRecord,
  model: string,
  beside: Partial<JobRequest<'build'>> = {},
): JobRequest<'build'> {
  const [kind = from.target] = from.target.split('@');
  const version = from.versions[kind];
  return jobTable.build.request.parse({
    model,
    target: version === undefined ? from.target : `${kind}@${version}`,
    recipe: from.recipe,
    ...(from.ranges === null ? {} : { ranges: from.ranges }),
    refit: from.id,
    ...beside,
  });
}

/** Whether an engine was built to take other weights; one that was only stripped takes back its own. */
export function takesWeights({ target, recipe }: Pick<BuildRecord, 'target' | 'recipe'>): boolean {
  return target.startsWith('tensorrt') && (recipe.options.tensorrt?.refit ?? false);
}
