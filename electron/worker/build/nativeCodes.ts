// Codes of weights by the native library, where it is there: a vector at a time.
import { channelAxis } from '#core/precision/channels.ts';
import { quantizeWeights } from '#core/precision/weightScales.ts';
import { hasAddon, loadAddon } from '#electron/worker/native.ts';

/** Gives what `quantizeWeights` gives. */
export function nativeCodes(): typeof quantizeWeights {
  if (!hasAddon()) return quantizeWeights;
  const { weightCodes } = loadAddon();
  return (values, dims, found) => {
    if (!(values instanceof Float32Array)) return quantizeWeights(values, dims, found);
    const inner = found.axis === undefined ? values.length : channelAxis(dims, found.axis).inner;
    return weightCodes(values, found.scales, inner);
  };
}
