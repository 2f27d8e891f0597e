// Runs samples side by side through ONNX Runtime's own interface, which counts values where they lie.
import { DataType } from '#core/onnx/dataType.ts';
import { runtimeLibrary } from '#electron/worker/backends/onnxruntime/library.ts';
import { runtimeFailure } from '#electron/worker/backends/onnxruntime/runtimeFailure.ts';
import { converted, type Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import { loadAddon, type NativeFeed } from '#electron/worker/native.ts';
import type { Counting } from './counting.ts';
import { type ObservedModel, type Observer, sessionEntries } from './observer.ts';

/** Runs wait in libuv's pool of four threads, of which one is left to the reading of samples. */
const mostLanes = 3;

/** A model that counts by itself. */
export interface CountingModel extends Omit<ObservedModel, 'nameOf'>, Pick<Counting, 'outputs'> {}

/**
 * A run on a thread of its own costs less than one shared by threads, so threads go to samples first.
 *
 * @returns undefined where ONNX Runtime's library is not found, an input is of a type that it does not pass, or the model
 *   does not open.
 */
export function openNativeObserver(observed: CountingModel, inputs: readonly Port[]): Observer | undefined {
  const library = runtimeLibrary();
  const places = new Map(observed.tensors.map((tensor, place) => [tensor, place]));
  const isPassed = ({ name, type }: Port) =>
    type !== undefined && type !== 'string' && (type === 'float32' || !places.has(name));
  if (library === undefined || !inputs.every(isPassed)) return undefined;
  const lanes = Math.min(observed.threads, mostLanes);
  const options = {
    library,
    model: observed.model,
    threads: Math.max(1, Math.floor(observed.threads / lanes)),
    optimize: observed.optimization === 'all',
    configuration: Object.fromEntries(
      Object.entries(sessionEntries(observed)).map(([key, value]) => [`session.${key}`, value]),
    ),
    outputs: observed.outputs,
  };
  const model = opened(options);
  return (
    model && {
      lanes,
      async observe(values, histograms) {
        const feeds = inputs.flatMap((port): NativeFeed[] => {
          const value = values[port.name];
          if (value === undefined) return [];
          const { type, dims, data } = converted(port, value);
          if (type === 'string') return [];
          return [{ name: port.name, type: DataType[type], dims, data, tensor: places.get(port.name) ?? -1 }];
        });
        try {
          return await model.run(histograms, feeds);
        } catch (error) {
          throw runtimeFailure('run', 'the observed model', error);
        }
      },
      close: () => model.close(),
    }
  );
}

type Options = ConstructorParameters<ReturnType<typeof loadAddon>['ObservedModel']>[0];

/** What is wrong with a model the binding says too, in the words of all other failures. */
function opened(options: Options) {
  try {
    return new (loadAddon().ObservedModel)(options);
  } catch {
    return undefined;
  }
}
