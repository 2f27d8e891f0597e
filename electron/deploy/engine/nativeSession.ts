// A session of ONNX Runtime whose frames the addon reads, runs and answers itself, on the thread that it is given.
import { dataTypeName } from '#core/onnx/dataType.ts';
import { runtimeLibrary } from '#electron/worker/backends/onnxruntime/library.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import {
  loadAddon,
  type NativePort,
  type NativeServedOptions,
  type NativeServedSession,
} from '#electron/worker/native.ts';
import type { ValueType } from '#electron/worker/value.ts';
import type { Described, Hello } from './hello.ts';

export interface NativeSession {
  readonly described: Described;
  /** Keeps this thread until the gateway has closed the socket. */
  answer(descriptor: number): void;
}

/** The types whose elements all are as long: a tensor of texts is no one's bytes. */
const passed = 'float32 float64 float16 int8 uint8 int16 uint16 int32 uint32 int64 uint64 bool'.split(' ');

/** Undefined where it cannot be had here or passes other types: what is wrong with a model, the binding says too. */
export function openNativeSession({ engine, threads, optimization }: Hello): NativeSession | undefined {
  const library = runtimeLibrary();
  if (library === undefined || process.platform === 'win32') return undefined;
  const session = opened({
    library,
    path: engine,
    threads,
    optimize: optimization === 'all',
    // Threads that spin between inferences would take the gateway's processor time.
    configuration: { 'session.intra_op.allow_spinning': '0' },
  });
  if (!session) return undefined;
  const { inputs, outputs } = session.ports();
  const described: Described = { inputs: inputs.map(portOf), outputs: outputs.map(portOf) };
  const all = [...described.inputs, ...described.outputs];
  return all.every(({ type }) => type !== undefined)
    ? { described, answer: (descriptor) => session.answer(descriptor) }
    : undefined;
}

function opened(options: NativeServedOptions): NativeServedSession | undefined {
  try {
    return new (loadAddon().ServedSession)(options);
  } catch {
    return undefined;
  }
}

function portOf({ name, type, dims, names }: NativePort): Port {
  const typeName = dataTypeName(type);
  return {
    name,
    type: passed.includes(typeName) ? (typeName as ValueType) : undefined,
    shape: dims.map((size, axis) => (size >= 0 ? size : names[axis] || `axis${axis}`)),
  };
}
