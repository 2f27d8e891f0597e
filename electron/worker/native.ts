// The one file that loads the native addon, with its types written by hand and its arguments checked.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { LatheError } from '#core/contract/failure.ts';
import type { TensorRtAddon } from './backends/tensorrt/nativeTypes.ts';

/** Extremes of many tensors, a batch at a time. Results come as three numbers for each tensor. */
export interface ExtremesCounter {
  /** Begins to count; each tensor stands in `tensors` once at most. The arrays must not change before `wait` returns. */
  submit(tensors: Uint32Array, values: readonly Float32Array[]): void;
  /** Of what was submitted last: min, max, and how many values are not finite. Where there is none min is infinite. */
  wait(): Float64Array;
}

/**
 * Streaming distributions of many tensors, filled on threads of their own; independent of the order and size of batches
 * (native/src/histogram_set.h).
 */
export interface NativeHistograms extends ExtremesCounter {
  summary(tensor: number): HistogramSummary;
  /** The interval to keep as low and high, and the share of finite values outside it (native/src/threshold.h). */
  choose(options: ChooseOptions): Float64Array;
  /** For each tensor the bound on |x| that so many percent of its values keep. */
  percentileThresholds(percent: number): Float64Array;
  /** Counts of |x| in `count` bins of equal width on [0, max|x|]. */
  rebinned(tensor: number, count: number): Float64Array;
}

export interface ChooseOptions {
  readonly method: 'minmax' | 'mse' | 'entropy' | 'percentile' | 'given';
  readonly percent?: number;
  /** Whether the target quantizes to int8 with one scale, or to uint8 with a zero point. */
  readonly symmetric: boolean;
  /** For `given`: low and high for each tensor. */
  readonly intervals?: Float64Array;
}

export interface HistogramSummary {
  readonly total: number;
  readonly zeros: number;
  readonly min: number;
  readonly max: number;
}

/** A model in ONNX Runtime that counts its values while it runs (native/src/onnxruntime/observed_model.h). */
export interface NativeObservedModel {
  /**
   * Runs on a thread of libuv's pool; several may run at once. The data must not change meanwhile.
   * Gives what `ExtremesCounter.wait` gives. Rejects with ONNX Runtime's own words.
   *
   * @param histograms of the addon's own.
   */
  run(histograms: ExtremesCounter, feeds: readonly NativeFeed[]): Promise<Float64Array>;
  /** Not while it runs. */
  close(): void;
}

export interface NativeFeed {
  readonly name: string;
  /** An ONNX data type. */
  readonly type: number;
  readonly dims: readonly number[];
  readonly data: ArrayBufferView;
  /** The place of its histogram; negative where it is not observed. */
  readonly tensor: number;
}

export interface NativeModelOptions {
  /** The shared library of ONNX Runtime. */
  readonly library: string;
  /** A file, or the bytes of one. */
  readonly model: string | Uint8Array;
  /** Threads of one run. */
  readonly threads: number;
  readonly optimize: boolean;
  readonly configuration: Readonly<Record<string, string>>;
  /** Outputs of nodes that count, by name, with the places of their histograms. */
  readonly outputs: readonly { readonly name: string; readonly tensor: number }[];
}

/** A session that takes and gives tensors as frames of a socket, for one thread (native/src/onnxruntime/served_session.h). */
export interface NativeServedSession {
  ports(): { readonly inputs: readonly NativePort[]; readonly outputs: readonly NativePort[] };
  /** Keeps this thread until the other side has closed the socket. Not on Windows. */
  answer(descriptor: number): void;
}

export interface NativePort {
  readonly name: string;
  /** An ONNX data type; 0 where it is no tensor. */
  readonly type: number;
  /** Negative where a size is dynamic; its name, where it has one, is in `names`. */
  readonly dims: readonly number[];
  readonly names: readonly string[];
}

export type NativeServedOptions = Omit<NativeModelOptions, 'model' | 'outputs'> & { readonly path: string };

interface Addon extends TensorRtAddon {
  readonly version: string;
  trimMemory(): void;
  /** Kills this process when the parent of that id ends, on Linux (native/src/parent.h). */
  endWithParent(parent: number): void;
  /**
   * Reads the JSON array of numbers that begins at `start`, nested or flat, into `into` (native/src/json/number_array.h).
   * `found` tells how many there are and where it ends; where `into` is too short, false and how many may come; else false
   * and 0.
   */
  readNumbers(bytes: Uint8Array, start: number, into: Float64Array | Float32Array, found: Uint32Array): boolean;
  /** The floats between the brackets of a JSON array, as the shortest decimals that read as them; what is not finite is null. */
  writeFloats(bytes: Uint8Array): string;
  /** Codes of weights with scales along one axis, behind which each channel has `inner` neighbours (native/src/weight_codes.h). */
  weightCodes(values: Float32Array, scales: Float32Array, inner: number): Int8Array<ArrayBuffer>;
  readonly ObservedModel: new (options: NativeModelOptions) => NativeObservedModel;
  readonly ServedSession: new (options: NativeServedOptions) => NativeServedSession;
  readonly HistogramSet: new (tensors: number, threads: number, stride: number) => NativeHistograms;
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

/** Whether the addon is built and loads. */
export function hasAddon(): boolean {
  try {
    return loadAddon() !== undefined;
  } catch {
    return false;
  }
}

/** Gives memory that was freed back to the system. */
export function trimMemory(): void {
  loadAddon().trimMemory();
}

/** Binds this process's life to that of its parent, where the addon is built and the system is Linux. */
export function endWithParent(parent: number): void {
  if (hasAddon()) loadAddon().endWithParent(parent);
}

/** @param stride with more than 1 only one value in so many is counted, with 0 none, while extremes are those of all. */
export function createHistograms(tensors: number, threads: number, stride = 1): NativeHistograms {
  return new (loadAddon().HistogramSet)(tensors, threads, stride);
}
