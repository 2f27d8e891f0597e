// Opens the user's data as samples for a model's inputs.
import { basename } from 'node:path';
import type { Preprocessing } from '#core/contract/data.ts';
import { LatheError } from '#core/contract/failure.ts';
import { listData } from '#electron/data/list.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import { readArrayFile, readArrayFolder } from './arrayData.ts';
import { readImageFolder } from './imageFolder.ts';
import { readNpzFile } from './npzData.ts';
import type { DataReader } from './reader.ts';

/**
 * @param path a folder of images (sub-folders are classes), of .npy or of .npz files, or one such file.
 * @param preprocessing for images; where null it is read off the input's shape, and a warning says what was assumed.
 * @param inputs of the model, as a session states them.
 * @throws LatheError where the data does not fit the inputs.
 */
export async function openData(
  path: string,
  preprocessing: Preprocessing | null,
  inputs: readonly Port[],
): Promise<DataReader> {
  const listing = listData(path);
  const source = basename(path);
  if (listing.kind === 'images') return readImageFolder(source, listing, preprocessing, single(path, inputs));
  const [first, ...others] = listing.files;
  if (listing.kind === 'npz') return readNpzFile(source, listing.files, inputs);
  const port = single(path, inputs);
  return first && others.length === 0
    ? readArrayFile(source, first, port)
    : readArrayFolder(source, listing.files, port);
}

function single(path: string, inputs: readonly Port[]): Port {
  const [only, ...others] = inputs;
  if (only && others.length === 0) return only;
  const names = inputs.map((input) => `'${input.name}'`).join(', ');
  throw new LatheError({
    kind: 'use',
    reason: `The model takes ${inputs.length} inputs (${names}), and ${path} holds values for one.`,
    next: 'Save a .npz file with one array for each input, under the inputs’ names.',
  });
}
