// Starting, cancelling and repeating jobs.
import type { StartRequest } from '#core/contract/call.ts';
import type { Job } from '#core/contract/job.ts';
import type { ModelRef } from '#core/contract/model.ts';
import type { Precision } from '#core/contract/recipe.ts';
import { call } from '#renderer/connection/host.ts';
import { benchFor, compareFormStore, possible } from '#renderer/store/compareForm.ts';
import { logStore } from '#renderer/store/logs.ts';
import { attempt } from '#renderer/store/notices.ts';
import { formOf, recipeFormStore, recipeOf } from '#renderer/store/recipeForm.ts';
import { keepRequest, requestOf } from '#renderer/store/requests.ts';

/** The job's id, or null where the host refused it (a notice then says why). */
export async function start(request: StartRequest): Promise<string | null> {
  const started = await attempt(() => call('job.start', request));
  if (!started) return null;
  keepRequest(started.id, request);
  return started.id;
}

export function buildRequest(model: ModelRef, precision: Precision, again = false): StartRequest {
  const form = formOf(recipeFormStore.getState().forms, model);
  const recipe = recipeOf(form, precision);
  return {
    kind: 'build',
    request: {
      model: model.id,
      target: form.target,
      recipe,
      calibration: form.calibration,
      out: null,
      again,
      ...on(form.host),
    },
  };
}

export function compareRequest(model: ModelRef): StartRequest {
  const form = formOf(recipeFormStore.getState().forms, model);
  const { bench, precisions: ticked } = compareFormStore.getState();
  const { target, calibration, test } = form;
  const precisions = [...possible(ticked, form)];
  const recipe = recipeOf(form, 'fp32');
  return {
    kind: 'compare',
    request: {
      model: model.id,
      target,
      precisions,
      calibration,
      test,
      recipe,
      bench: benchFor([target], bench),
      ...on(form.host),
    },
  };
}

/** The field is absent where this host is meant. */
function on(host: string | null) {
  return host === null ? {} : { host };
}

/** Asks for the same as an earlier job. The new job's id, or null where the host refused it. */
export async function retry(job: Job): Promise<string | null> {
  const started = await attempt(() => call('job.again', { id: job.id }));
  if (!started) return null;
  const request = requestOf(job.id);
  if (request) keepRequest(started.id, request);
  return started.id;
}

/** Whether the host has been told; where not, a notice says why. */
export async function cancel(job: string): Promise<boolean> {
  const told = await attempt(async () => {
    await call('job.cancel', { id: job });
    return true;
  });
  return told ?? false;
}

/** Loads a job's whole log once; afterwards events keep it up to date. */
export async function loadLog(job: string): Promise<void> {
  if (logStore.getState().logs[job]?.loaded) return;
  const log = await attempt(() => call('job.log', { id: job }));
  if (log) logStore.getState().load(job, log.lines);
}
