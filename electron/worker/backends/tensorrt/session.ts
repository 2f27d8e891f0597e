// An engine of TensorRT on this machine's GPU, in the words that sessions of every backend speak.
import { LatheError } from '#core/contract/failure.ts';
import { DataType, type DataTypeName } from '#core/onnx/dataType.ts';
import { decodeElements } from '#core/onnx/elements.ts';
import { converted, type Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import { valueOfBytes } from '#electron/worker/data/valueOfBytes.ts';
import { loadAddon } from '#electron/worker/native.ts';
import type { Value, Values, ValueType } from '#electron/worker/value.ts';
import type {
  LayerTimes,
  LibraryPaths,
  NamedWeights,
  NativeEngine,
  NativeMeasure,
  NativeTensor,
  NativeTimings,
} from './nativeTypes.ts';

export interface TensorRtSession {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Chooses the profile that holds the shapes and lays the inputs on the GPU. */
  feed(feeds: Values): void;
  /** Zeros in the shapes that the first profile is best at: enough to look at layers and time them. */
  feedZeros(): void;
  /** With what was fed. */
  infer(): Values;
  run(feeds: Values): Values;
  /** As `run`, with the values besides that the engine was built to give out; `unfused` where TensorRT chose them. */
  watch(feeds: Values, unfused: boolean): Values;
  /** With what was fed; see native/src/tensorrt/measure.h. */
  measure(options: NativeMeasure): NativeTimings;
  /** Milliseconds of every layer in each of `runs` inferences, in the engine's order. */
  profile(runs: number): readonly LayerTimes[];
  /** The inspector's JSON, to be read with core/fusion/inspector. */
  inspect(): string;
  /** Other weights by their names, for a TensorRT that reads none from a model itself. */
  refit(values: NamedWeights): void;
  /** With the weights that it has now. */
  write(path: string): void;
  close(): void;
}

/** @throws LatheError with TensorRT's or CUDA's words. */
export function openTensorRtSession(library: LibraryPaths, engine: string): TensorRtSession {
  const attempt = <T>(action: string, body: () => T): T => {
    try {
      return body();
    } catch (error) {
      throw sessionFailure(action, engine, error);
    }
  };
  const opened: NativeEngine = attempt('load', () => {
    const { TensorRtEngine } = loadAddon();
    return new TensorRtEngine({ runtime: library.runtime, parser: library.parser, weights: library.weights, engine });
  });
  const { ports } = opened.describe();
  const types = new Map(ports.map(({ name, type }) => [name, type as ValueType]));
  const port = ({ name, type, shape }: (typeof ports)[number]): Port => ({
    name,
    type: type as ValueType,
    shape: shape.map((size, axis) => (size < 0 ? `axis${axis}` : size)),
  });
  const inputs = ports.filter(({ input }) => input).map(port);
  const outputs = ports.filter(({ input }) => !input).map(port);
  const feed = (feeds: Values) => {
    const given = inputs.flatMap((input) => {
      const value = feeds[input.name];
      return value ? [[input.name, toNative(converted(input, value))] as const] : [];
    });
    attempt('feed', () => opened.feed(Object.fromEntries(given)));
  };
  const named = (results: ReturnType<NativeEngine['infer']>): Values => {
    const values = Object.entries(results).map(([name, { dims, bytes }]) => {
      return [name, valueOfBytes(types.get(name) ?? 'float32', bytes, dims)] as const;
    });
    return Object.fromEntries(values);
  };
  const infer = () => named(attempt('run', () => opened.infer()));
  return {
    inputs,
    outputs,
    feed,
    feedZeros() {
      const zeros = ports
        .filter(({ input }) => input)
        .map(({ name, type, optimal: dims }) => {
          const count = dims.reduce((product, size) => product * size, 1);
          return [name, { dims, bytes: new Uint8Array(count * bytesOf(type)) }] as const;
        });
      attempt('feed', () => opened.feed(Object.fromEntries(zeros)));
    },
    infer,
    run(feeds) {
      feed(feeds);
      return infer();
    },
    watch(feeds, unfused) {
      feed(feeds);
      const told = attempt('watch', () => opened.watch(unfused));
      const values = told.values.flatMap(({ name, ...tensor }) => {
        const value = floatValue(tensor);
        return value ? [[name, value] as const] : [];
      });
      return { ...Object.fromEntries(values), ...named(told.outputs) };
    },
    measure: (options) => attempt('measure', () => opened.measure(options)),
    profile: (runs) => attempt('profile', () => opened.profile(runs)),
    inspect: () => attempt('inspect', () => opened.inspect()),
    refit: (values) => attempt('refit', () => opened.refit(values)),
    write: (path) => attempt('write', () => opened.write(path)),
    close: () => opened.close(),
  };
}

/** Eight bytes hold so many elements of a type that each takes eight divided by them. */
function bytesOf(type: string): number {
  return 8 / valueOfBytes(type as ValueType, new Uint8Array(8), []).data.length;
}

/** As float32, which holds every float of fewer bits exactly: not all of them are types that values have. */
function floatValue({ type, dims, bytes }: NativeTensor & { readonly type: string }): Value | undefined {
  const code = DataType[type as DataTypeName];
  if (code === undefined || code === DataType.string) return undefined;
  const count = dims.reduce((product, size) => product * size, 1);
  const values = decodeElements(code, bytes, count);
  return { type: 'float32', dims, data: Float32Array.from(values as ArrayLike<number | bigint>, Number) };
}

function toNative(value: Value): NativeTensor {
  if (value.type === 'string') throw new TypeError('TensorRT takes no strings');
  const { buffer, byteOffset, byteLength } = value.data;
  return { dims: value.dims, bytes: new Uint8Array(buffer, byteOffset, byteLength) };
}

const nextSteps: readonly (readonly [RegExp, string])[] = [
  [
    /takes no weights/,
    'Delete it and build it again, with "refit" or "stripPlan" under options.tensorrt in the recipe.',
  ],
  [/refit|weights/i, 'Refit it from the model that it was built from with other weights, or build that model.'],
  [/profile/i, 'Build it with a profile that holds this shape, or give data of a shape within.'],
  [/out of memory|CUDA_ERROR_OUT_OF_MEMORY/i, 'Close what else uses the GPU, or use smaller shapes.'],
  [
    /CUDA_ERROR_(ILLEGAL|LAUNCH|MISALIGNED|ASSERT)/,
    'A kernel failed on the GPU: measure it once more, and if it fails again build it with another optimization level, or without plugins.',
  ],
  [/compute capability|Supported/i, 'Build for a target that runs on this GPU; `lathe doctor` lists them.'],
  [/version|tag|magic/i, 'Build it again with the TensorRT that is installed here.'],
];

function sessionFailure(action: string, engine: string, thrown: unknown): LatheError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const words = message.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
  return new LatheError({
    kind: 'job',
    reason: `TensorRT could not ${action} ${engine}: ${words}.`,
    next: nextSteps.find(([pattern]) => pattern.test(message))?.[1] ?? 'Look at the log, and build the engine again.',
  });
}
