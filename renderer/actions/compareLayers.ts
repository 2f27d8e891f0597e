// Holds each layer of a build against FP32, on the data that the model is tested with.
import type { BuildRecord } from '#core/contract/build.ts';
import { jobTable } from '#core/contract/job.ts';
import { call } from '#renderer/connection/host.ts';
import { keepLayers } from '#renderer/store/layerErrors.ts';
import { formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { start } from './jobs.ts';

/** The last result stays until there is another. */
export async function compareLayers(build: BuildRecord, reference: BuildRecord): Promise<void> {
  const model = sessionStore.getState().session.models.find(({ id }) => id === build.model);
  const test = model ? formOf(recipeFormStore.getState().forms, model).test : null;
  const builds = [reference.id, build.id];
  const request = jobTable.evaluate.request.parse({ builds, test, preprocessing: null, layers: true });
  const job = await start({ kind: 'evaluate', request });
  if (job === null) return;
  keepLayers(build.id, { job, evaluation: null });
  const ended = await call('job.result', { id: job }).catch(() => null);
  const parsed = jobTable.evaluate.result.safeParse(ended?.result);
  // The job's own failure is shown where it was started.
  const evaluation = parsed.data?.evaluations.find((one) => one.build === build.id);
  if (evaluation) keepLayers(build.id, { job, evaluation });
}
