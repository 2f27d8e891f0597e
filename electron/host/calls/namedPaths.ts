// Files that a request for a job names itself, beside what it names by id: to read, to write, or to run.
import type { StartRequest } from '#core/contract/call.ts';
import { withResult } from '#core/contract/sweep.ts';

export function namedPaths(start: StartRequest): readonly string[] {
  return [...ofKind(start), ...plugins(start)];
}

function ofKind({ kind, request }: StartRequest): readonly string[] {
  if (kind === 'calibrate') return request.quantized === undefined ? [] : [request.quantized];
  if (kind === 'bench')
    return Object.values(request.exports).flatMap((path) => (path === null || path === withResult ? [] : [path]));
  if (kind !== 'build') return [];
  return [request.out, request.ranges].filter((path) => typeof path === 'string');
}

/** Code of whoever wrote them, which the builder runs. */
function plugins({ request }: StartRequest): readonly string[] {
  const recipe = 'recipe' in request ? request.recipe : null;
  return recipe?.options.tensorrt?.plugins ?? [];
}
