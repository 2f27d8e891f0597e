// An ONNX Runtime session on the CPU: opens a model or an engine and runs it synchronously.
import { env, type InferenceSession, type Tensor } from 'onnxruntime-node';
import { type Binding, binding, initOrt } from 'onnxruntime-node/dist/binding.js';
import { LatheError } from '#core/contract/failure.ts';
import { DataType, dataTypeName } from '#core/onnx/dataType.ts';
import type { Value, Values, ValueType } from '#electron/worker/value.ts';
import { runtimeFailure } from './runtimeFailure.ts';
import { fromTensor, type Port, toTensor } from './tensor.ts';

export interface SessionOptions {
  /** Intra-op threads, at least 1. */
  readonly threads: number;
  /** `none` runs the graph as it stands in the file (an engine is already optimized). */
  readonly optimization: 'none' | 'all';
  /** Whether memory is kept for the next run, which is the default and fastest; without it a session takes the least. */
  readonly arena?: boolean;
  /** Writes the optimized graph here while loading. */
  readonly writeTo?: string;
  /** The start of the name of the file that the profiler writes; without it nothing is profiled. */
  readonly traceTo?: string;
  /** Names the model in failures; its path where not given. */
  readonly name?: string;
  /** Session configuration entries by group, as ONNX Runtime names them. */
  readonly configuration?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Session {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Puts values into the runtime's form, so that `runPrepared` measures inference alone. */
  prepare(feeds: Values): Prepared;
  runPrepared(prepared: Prepared): void;
  /** @param outputs names of those wanted; all where not given. */
  run(feeds: Values, outputs?: readonly string[]): Values;
  /** Runs and writes the outputs into values of an earlier run, which must have the shapes that come out. */
  runInto(feeds: Values, outputs: Values): void;
  /** Lets the profiler write its file. */
  endTrace(): void;
  close(): void;
}

/** Inputs in ONNX Runtime's form. */
export type Prepared = Readonly<Record<string, Tensor>>;

export const runtimeVersion: string = env.versions.node ?? env.versions.common;

/**
 * @param model a path, or the bytes of a model without external data.
 * @throws LatheError with ONNX Runtime's own words where it refuses the model.
 */
export function openSession(model: string | Uint8Array, options: SessionOptions): Session {
  initOrt();
  const session = new binding.InferenceSession();
  const what = options.name ?? (typeof model === 'string' ? model : 'the model');
  try {
    load(session, model, sessionOptions(options));
  } catch (error) {
    throw runtimeFailure(options.writeTo ? 'optimize' : 'load', what, error);
  }
  const inputs = session.inputMetadata.map(port);
  const outputs = session.outputMetadata.map(port);
  const fetches = Object.fromEntries(outputs.filter((output) => output.type).map((output) => [output.name, null]));
  const byName = new Map(inputs.map((input) => [input.name, input]));

  const prepare = (feeds: Values): Prepared => {
    const prepared: Record<string, Tensor> = {};
    for (const [name, value] of Object.entries(feeds)) {
      const input = byName.get(name);
      if (input) prepared[name] = toTensor(input, value);
    }
    const missing = inputs.find((input) => !prepared[input.name]);
    if (missing) {
      const reason = `Input '${missing.name}' of ${what} was given no values.`;
      throw new LatheError({ kind: 'job', reason, next: `Add '${missing.name}' to the data.` });
    }
    return prepared;
  };
  const infer = (prepared: Prepared, wanted: Record<string, Tensor | null>) => {
    try {
      return session.run(prepared, wanted, {});
    } catch (error) {
      throw runtimeFailure('run', what, error);
    }
  };

  return {
    inputs,
    outputs,
    prepare,
    runPrepared: (prepared) => void infer(prepared, fetches),
    run(feeds, names) {
      // ONNX Runtime refuses a run that nothing is wanted of.
      if (names?.length === 0) return {};
      const wanted = names ? Object.fromEntries(names.map((name) => [name, null])) : fetches;
      const results = Object.entries(infer(prepare(feeds), wanted));
      return Object.fromEntries(results.map(([name, tensor]) => [name, fromTensor(tensor as Tensor)]));
    },
    runInto(feeds, outputs) {
      const ports = Object.keys(outputs).map((name) => ({ name, type: outputs[name]?.type, shape: [] }));
      const wanted = ports.map((port) => [port.name, toTensor(port, outputs[port.name] as Value)] as const);
      if (wanted.length === 0) return;
      const copies = infer(prepare(feeds), Object.fromEntries(wanted));
      // The binding (1.30) hands out a copy of each output beside; left to the garbage collector, they pile up.
      for (const [name, tensor] of wanted) freeCopy((copies[name] as Tensor).data, tensor.data);
    },
    endTrace: () => session.endProfiling(),
    close: () => session.dispose(),
  };
}

function freeCopy(copy: Tensor.DataType, original: Tensor.DataType): void {
  if (!ArrayBuffer.isView(copy) || !ArrayBuffer.isView(original) || copy.buffer === original.buffer) return;
  if (copy.buffer instanceof ArrayBuffer) copy.buffer.transfer(0);
}

function load(session: Binding.InferenceSession, model: string | Uint8Array, options: InferenceSession.SessionOptions) {
  if (typeof model === 'string') session.loadModel(model, options);
  else session.loadModel(model.buffer as ArrayBuffer, model.byteOffset, model.byteLength, options);
}

function sessionOptions(options: SessionOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    enableCpuMemArena: options.arena ?? true,
    graphOptimizationLevel: options.optimization === 'none' ? 'disabled' : 'all',
    ...(options.traceTo ? { enableProfiling: true, profileFilePrefix: options.traceTo } : {}),
    // It warns whoever writes a graph with layouts of this processor, which is what was asked for.
    ...(options.writeTo ? { optimizedModelFilePath: options.writeTo, logSeverityLevel: 3 as const } : {}),
    ...(options.configuration ? { extra: options.configuration } : {}),
  };
}

const passed: readonly string[] =
  'float32 float64 float16 int8 uint8 int16 uint16 int32 uint32 int64 uint64 bool string'
    .split(' ')
    .filter((name) => name in DataType);

function port(metadata: Binding.ValueMetadata): Port {
  const name = metadata.isTensor ? dataTypeName(metadata.type) : '';
  return {
    name: metadata.name,
    type: passed.includes(name) ? (name as ValueType) : undefined,
    shape: metadata.isTensor
      ? metadata.shape.map((size, axis) => (size >= 0 ? size : metadata.symbolicDimensions[axis] || `axis${axis}`))
      : [],
  };
}
