// Samples from .npz: an array for each input under its name, and labels where there are any.
import { LatheError } from '#core/contract/failure.ts';
import { elementCount } from '#core/onnx/elementCount.ts';
import type { ListedFile } from '#electron/data/list.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import { toNumbers } from '#electron/worker/value.ts';
import { typeWarning } from './arrayData.ts';
import { planArray } from './arrayPlan.ts';
import type { ArraySource } from './arraySource.ts';
import { readNpz } from './npzFile.ts';
import type { DataReader } from './reader.ts';

type Arrays = ReadonlyMap<string, ArraySource>;

const labelKeys = ['labels', 'label', 'y', 'targets', 'target'];

/** One file holds all samples along first axes; of several each is one sample. */
export async function readNpzFile(
  source: string,
  files: readonly ListedFile[],
  inputs: readonly Port[],
): Promise<DataReader> {
  const [first, ...others] = files;
  if (!first) throw new RangeError(`${source} lists no file`);
  const arrays = await readNpz(first.path);
  const matched = match(first.path, arrays, inputs);
  if (others.length > 0) return folder(source, files, inputs, matched);

  const plans = matched.map(([port, array]) => ({ port, array, plan: planArray(port, array) }));
  const count = Math.min(...plans.map(({ plan }) => plan.samples));
  const uneven = plans.find(({ plan }) => plan.samples !== count);
  if (uneven) {
    const other = plans.find(({ plan }) => plan.samples === count);
    throw new LatheError({
      kind: 'use',
      reason: `${first.path} has ${uneven.plan.samples} samples for '${uneven.port.name}' and ${count} for '${other?.port.name}'.`,
      next: 'Save as many samples for every input.',
    });
  }
  const labels = await readLabels(first.path, arrays, inputs, count);
  return {
    source,
    count,
    classes: null,
    warnings: matched.flatMap(([port, array]) => typeWarning(port, array)),
    name: (index) => `${first.name}[${index}]`,
    label: (index) => labels?.[index] ?? null,
    read: (index) =>
      gather(plans.map(({ port, array, plan }) => [port.name, array.read(index * elementCount(plan.dims), plan.dims)])),
  };
}

function folder(
  source: string,
  files: readonly ListedFile[],
  inputs: readonly Port[],
  first: readonly (readonly [Port, ArraySource])[],
): DataReader {
  for (const [port, array] of first) planArray(port, array, true);
  return {
    source,
    count: files.length,
    classes: null,
    warnings: first.flatMap(([port, array]) => typeWarning(port, array)),
    name: (index) => files[index]?.name ?? String(index),
    label: () => null,
    async read(index) {
      const path = files[index]?.path ?? '';
      const matched = match(path, await readNpz(path), inputs);
      return gather(matched.map(([port, array]) => [port.name, array.read(0, planArray(port, array, true).dims)]));
    },
  };
}

async function gather<T>(pending: readonly (readonly [string, Promise<T>])[]): Promise<Record<string, T>> {
  return Object.fromEntries(await Promise.all(pending.map(async ([name, value]) => [name, await value] as const)));
}

/** Keys are input names; a model with one input takes the only array whatever it is called. */
function match(path: string, arrays: Arrays, inputs: readonly Port[]): (readonly [Port, ArraySource])[] {
  const unlabelled = [...arrays].filter(([key]) => !labelKeys.includes(key));
  return inputs.map((port) => {
    const array =
      arrays.get(port.name) ?? (inputs.length === 1 && unlabelled.length === 1 ? unlabelled[0]?.[1] : undefined);
    if (array) return [port, array] as const;
    const keys = [...arrays.keys()].map((key) => `'${key}'`).join(', ') || 'no array';
    throw new LatheError({
      kind: 'use',
      reason: `${path} has no array for the input '${port.name}'; it holds ${keys}.`,
      next: `Save it with a key for each input: ${inputs.map((input) => `'${input.name}'`).join(', ')}.`,
    });
  });
}

async function readLabels(
  path: string,
  arrays: Arrays,
  inputs: readonly Port[],
  count: number,
): Promise<ArrayLike<number> | undefined> {
  const key = labelKeys.find((name) => arrays.has(name) && !inputs.some((input) => input.name === name));
  const array = key === undefined ? undefined : arrays.get(key);
  if (!key || !array) return undefined;
  if (elementCount(array.dims) !== count || !/int|bool/.test(array.type)) {
    throw new LatheError({
      kind: 'use',
      reason: `The array '${key}' of ${path} is ${array.type} [${array.dims.join(', ')}], and ${count} whole numbers are needed, one a sample.`,
      next: 'Save the index of each sample’s class, or leave the labels out.',
    });
  }
  return toNumbers(await array.read(0, array.dims));
}
