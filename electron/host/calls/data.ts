// Calls on the user's data.
import { readFile, stat } from 'node:fs/promises';
import type { DataSet } from '#core/contract/data.ts';
import { LatheError } from '#core/contract/failure.ts';
import { type ListedFile, listData } from '#electron/data/list.ts';
import { renderImage } from '../image/render.ts';
import type { Calls } from './calls.ts';
import { admit } from './calls.ts';

/** A picture larger than this is not handed out whole. */
const LARGEST_BYTES = 1 << 26;

export const dataCalls: Calls<'data.open' | 'data.sample'> = {
  'data.open'({ path }, { parts, ports }) {
    admit(path, ports);
    return parts.data.open(path);
  },
  async 'data.sample'({ id, index, preprocessing, processed }, { parts }) {
    const data = parts.data.get(id);
    const file = imageAt(data, index);
    if (!processed) return original(file.path);
    const stated = preprocessing ?? data.preprocessing;
    if (!stated) {
      throw new LatheError({
        kind: 'use',
        reason: `Nothing says how the images of ${data.name} become the model's input.`,
        next: 'State the preprocessing, or put a preprocessing.json beside the data.',
      });
    }
    return renderImage({ path: file.path, preprocessing: stated });
  },
};

function imageAt(data: DataSet, index: number): ListedFile {
  if (data.kind !== 'images') {
    throw new LatheError({
      kind: 'use',
      reason: `${data.name} holds arrays, not images.`,
      next: 'Only images can be looked at.',
    });
  }
  const { files } = listData(data.path);
  const file = files[index];
  if (file) return file;
  throw new LatheError({
    kind: 'use',
    reason: `${data.name} has no sample ${index}; it has ${files.length}.`,
    next: 'Open the data again where files were added or removed.',
  });
}

async function original(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const { size } = await stat(path);
  if (size > LARGEST_BYTES) {
    throw new LatheError({
      kind: 'use',
      reason: `The image ${path} is ${Math.round(size / 1e6)} MB large.`,
      next: 'Look at it in another program.',
    });
  }
  return new Uint8Array(await readFile(path));
}
