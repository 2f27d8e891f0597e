// Calls for what other jobs left behind: calibrations and comparisons.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CalibrationResult, calibrationResultSchema } from '#core/contract/calibration.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { Calls } from './calls.ts';

/** Looked through for the newest of a model. */
const SENSITIVITIES = 200;

export const productCalls: Calls<
  'calibration.get' | 'comparison.get' | 'sensitivity.get' | 'sensitivity.latest' | 'search.get'
> = {
  'calibration.get': async ({ id }, { parts }) =>
    parts.store.calibrations.get(id) ?? (await ofBuild(parts.home.calibrations, id)) ?? unknown('calibration', id),
  'sensitivity.get': ({ id }, { parts }) => parts.store.sensitivities.get(id) ?? unknown('sensitivity', id),
  'sensitivity.latest': ({ model, target }, { parts }) =>
    parts.store.sensitivities.list(SENSITIVITIES).find((one) => one.model === model && one.target === target) ?? null,
  'search.get': ({ id }, { parts }) => parts.store.searches.get(id) ?? unknown('search', id),
  'comparison.get': ({ id }, { parts }) => parts.store.comparisons.get(id) ?? unknown('comparison', id),
};

/** The calibration that a build made for itself lies in a file alone. Undefined where there is none that reads. */
async function ofBuild(folder: string, id: string): Promise<CalibrationResult | undefined> {
  if (!/^[0-9a-f]+$/.test(id)) return undefined;
  try {
    return calibrationResultSchema.parse(JSON.parse(await readFile(join(folder, `${id}.json`), 'utf8')));
  } catch {
    return undefined;
  }
}

function unknown(what: string, id: string): never {
  throw new LatheError({
    kind: 'use',
    reason: `There is no ${what} with the id ${id}.`,
    next: `Run the ${what} again.`,
  });
}
