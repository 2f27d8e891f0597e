// Calls for what other jobs left behind: calibrations and comparisons.
import { LatheError } from '#core/contract/failure.ts';
import type { Calls } from './calls.ts';

export const productCalls: Calls<'calibration.get' | 'comparison.get'> = {
  'calibration.get': ({ id }, { parts }) => parts.store.calibrations.get(id) ?? unknown('calibration', id),
  'comparison.get': ({ id }, { parts }) => parts.store.comparisons.get(id) ?? unknown('comparison', id),
};

function unknown(what: string, id: string): never {
  throw new LatheError({
    kind: 'use',
    reason: `There is no ${what} with the id ${id}.`,
    next: `Run the ${what} again.`,
  });
}
