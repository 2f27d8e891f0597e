// Samples from .npy: one array with samples along its first axis, or a folder with a file for each sample.

import { elementCount } from '#core/onnx/elementCount.ts';
import type { ListedFile } from '#electron/data/list.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import { planArray } from './arrayPlan.ts';
import { openNpy } from './arraySource.ts';
import type { DataReader } from './reader.ts';

export async function readArrayFile(source: string, file: ListedFile, port: Port): Promise<DataReader> {
  const array = await openNpy(file.path);
  const plan = planArray(port, array);
  const step = elementCount(plan.dims);
  return {
    source,
    count: plan.samples,
    classes: null,
    warnings: typeWarning(port, array),
    name: (index) => `${file.name}[${index}]`,
    label: () => null,
    read: async (index) => ({ [port.name]: await array.read(index * step, plan.dims) }),
    reuse(values) {
      for (const value of Object.values(values)) array.reuse?.(value);
    },
  };
}

/** The first file is looked at now, so that data that does not fit fails before any work; the others when read. */
export async function readArrayFolder(source: string, files: readonly ListedFile[], port: Port): Promise<DataReader> {
  const sample = async (index: number) => {
    const file = files[index];
    if (!file) throw new RangeError(`${source} has ${files.length} samples, and number ${index} was asked for`);
    const array = await openNpy(file.path);
    return { array, plan: planArray(port, array, true) };
  };
  const first = await sample(0);
  return {
    source,
    count: files.length,
    classes: null,
    warnings: typeWarning(port, first.array),
    name: (index) => files[index]?.name ?? String(index),
    label: (index) => files[index]?.label ?? null,
    async read(index) {
      const { array, plan } = await sample(index);
      return { [port.name]: await array.read(0, plan.dims) };
    },
  };
}

/** Bytes for a float input are most often pixels that nobody scaled. */
export function typeWarning(port: Port, array: { readonly name: string; readonly type: string }): string[] {
  const raw = array.type === 'uint8' && port.type?.startsWith('float');
  return raw
    ? [`${array.name} holds bytes, and '${port.name}' takes ${port.type}: they go in as 0…255, unscaled.`]
    : [];
}
