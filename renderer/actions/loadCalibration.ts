// Fetches a calibration's ranges once.
import { toFailure } from '#core/contract/failure.ts';
import { call } from '#renderer/connection/host.ts';
import { calibrationStore, keepCalibration } from '#renderer/store/calibrations.ts';

/** Asks again where the last answer was a failure. */
export async function loadCalibration(id: string): Promise<void> {
  const known = calibrationStore.getState().byId[id];
  if (known && known.kind !== 'failed') return;
  keepCalibration(id, { kind: 'waiting' });
  try {
    keepCalibration(id, { kind: 'ready', result: await call('calibration.get', { id }) });
  } catch (thrown) {
    keepCalibration(id, { kind: 'failed', failure: toFailure(thrown) });
  }
}
