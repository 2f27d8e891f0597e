// Random inputs as a data set, for when the user gave none.
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import { type RandomOptions, randomInputs } from './random.ts';
import type { DataReader } from './reader.ts';

export function randomReader(ports: readonly Port[], count: number, options: RandomOptions): DataReader {
  return {
    source: 'random',
    count,
    classes: null,
    warnings: [],
    name: (index) => `random ${index}`,
    label: () => null,
    read: async (index) => randomInputs(ports, { ...options, sample: index }),
  };
}
