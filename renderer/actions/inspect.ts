// Asks the host what a model is made of, once.
import { toFailure } from '#core/contract/failure.ts';
import { call } from '#renderer/connection/host.ts';
import { inspectionStore, keepInspection } from '#renderer/store/inspections.ts';
import { linkStore } from '#renderer/store/link.ts';

/** Asks again where the last answer was a failure. */
export async function inspect(model: string): Promise<void> {
  const known = inspectionStore.getState().byModel[model];
  if (known && known.kind !== 'failed') return;
  keepInspection(model, { kind: 'waiting' });
  try {
    keepInspection(model, { kind: 'ready', report: await call('model.inspect', { id: model }) });
  } catch (thrown) {
    // A host that has gone says nothing about the model.
    const answered = linkStore.getState().link.kind === 'ready';
    keepInspection(model, answered ? { kind: 'failed', failure: toFailure(thrown) } : null);
  }
}
