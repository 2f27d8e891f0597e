// Finds extremes as the native histograms do, where there is no addon: a machine without a compiler makes FP16 builds too.
import type { ExtremesCounter } from '#electron/worker/native.ts';

export function plainExtremes(tensors: number): ExtremesCounter {
  const found = new Float64Array(3 * tensors);
  return {
    submit(places, values) {
      for (let place = 0; place < tensors; place += 1) {
        found.set([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0], 3 * place);
      }
      for (const [index, place] of places.entries()) found.set(extremesOf(values[index] ?? nothing), 3 * place);
    },
    wait: () => found.slice(),
  };
}

const nothing = new Float32Array();

function extremesOf(values: Float32Array): [min: number, max: number, notFinite: number] {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let notFinite = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) {
      notFinite += 1;
      continue;
    }
    // Zero is always +0.
    if (value < min) min = value + 0;
    if (value > max) max = value + 0;
  }
  return [min, max, notFinite];
}
