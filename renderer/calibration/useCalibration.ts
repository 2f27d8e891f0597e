// A calibration by its id, fetched from the host when it is first looked at.
import { useEffect } from 'react';
import { loadCalibration } from '#renderer/actions/loadCalibration.ts';
import { calibrationStore, type Loaded } from '#renderer/store/calibrations.ts';
import { useSlice } from '#renderer/store/useStore.ts';

/** Undefined where there is no id, and until the host was asked. */
export function useCalibration(id: string | null | undefined): Loaded | undefined {
  useEffect(() => {
    if (id) void loadCalibration(id);
  }, [id]);
  return useSlice(calibrationStore, ({ byId }) => (id ? byId[id] : undefined));
}
