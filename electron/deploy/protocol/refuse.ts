// What clients of other servers ask for that this one does not do: refused, since to go on without it would deceive them.
import { invalid } from './servingError.ts';

/** The parameter that puts a tensor into shared memory. */
const sharedMemory = 'shared_memory_region';

/** @param tensor such as `input 'x'`. @throws ServingError. */
export function refuseSharedMemory(parameters: object | undefined, tensor: string): void {
  if (parameters && Object.hasOwn(parameters, sharedMemory)) {
    throw invalid(`${tensor} lies in shared memory, which this server does not use; send its data in the request`);
  }
}

/** @param names of parameters to a load. @throws ServingError where it would change the model's configuration or files. */
export function refuseOverrides(model: string, names: readonly string[]): void {
  const override = names.find((name) => name === 'config' || name.startsWith('file:'));
  if (override === undefined) return;
  throw invalid(
    `model '${model}' is loaded as it lies in the repository, and '${override}' would change that; leave it out`,
  );
}
