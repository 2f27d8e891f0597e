// The one file that loads the native addon, with its types written by hand and its arguments checked.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { LatheError } from '#core/contract/failure.ts';
import type { TensorRtAddon } from './backends/tensorrt/nativeTypes.ts';

/** Streaming distribution of one tensor's values; independent of batch order and size (native/src/histogram.h). */
export interface NativeHistogram {
  add(values: Float32Array): void;
  summary(): HistogramSummary;
  /** Threshold on |x| by KL divergence: 2048 bins, 128 levels (native/src/threshold.h). 0 where only zeros were seen. */
  entropyThreshold(): number;
  /** Threshold of the least mean squared error of the INT8 quantizer; `symmetric` tells which. */
  mseThreshold(symmetric: boolean): number;
  /** Smallest threshold with at least `percent` percent of the values within it. */
  percentileThreshold(percent: number): number;
  /** Share (0 to 1) of finite values beyond `threshold`. */
  clippedShare(threshold: number): number;
  /** Counts of |x| in `count` bins of equal width on [0, max|x|]. */
  rebinned(count: number): Float64Array;
}

export interface HistogramSummary {
  readonly total: number;
  readonly zeros: number;
  /** NaN and infinities. */
  readonly notFinite: number;
  readonly min: number;
  readonly max: number;
}

interface Addon extends TensorRtAddon {
  readonly version: string;
  readonly Histogram: new () => NativeHistogram;
}

/** Where the addon lies: LATHE_NATIVE, else where `npm run build:native` puts it. */
export function addonPath(): string {
  return process.env.LATHE_NATIVE ?? fileURLToPath(new URL('../../native/build/lathe.node', import.meta.url));
}

let loaded: Addon | undefined;

/** Loads the addon once. Throws LatheError where it is not built or does not load. */
export function loadAddon(): Addon {
  if (loaded) return loaded;
  try {
    loaded = createRequire(import.meta.url)(addonPath()) as Addon;
    return loaded;
  } catch (error) {
    throw new LatheError({
      kind: 'job',
      reason: `The native addon that calibration and TensorRT need could not be loaded (${(error as Error).message.split('\n')[0]}).`,
      next: 'Install a C++ compiler (g++ or clang) and run: npm run build:native',
    });
  }
}

export function createHistogram(): NativeHistogram {
  return new (loadAddon().Histogram)();
}
