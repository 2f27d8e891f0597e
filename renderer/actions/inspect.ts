// Asks the host what a model is made of, once.
import { toFailure } from '#core/contract/failure.ts';
import { call } from '#renderer/connection/host.ts';
import { inspectionStore, keepInspection } from '#renderer/store/inspections.ts';

/** Asks again where the last answer was a failure. */
export async function inspect(model: string): Promise<void> {
  const known = inspectionStore.getState().byModel[model];
  if (known && known.kind !== 'failed') return;
  keepInspection(model, { kind: 'waiting' });
  try {
    keepInspection(model, { kind: 'ready', report: await call('model.inspect', { id: model }) });
  } catch (thrown) {
    keepInspection(model, { kind: 'failed', failure: toFailure(thrown) });
  }
}
