// Says what a folder or file of data is: kind, number of samples, classes, preprocessing. Decodes no image.
import { basename, dirname } from 'node:path';
import type { DataSet } from '#core/contract/data.ts';
import { countSamples } from './count.ts';
import { listData } from './list.ts';
import { findPreprocessing } from './preprocessing.ts';

/** Throws LatheError where there is no data, or none that can be used. */
export async function describeData(path: string): Promise<Omit<DataSet, 'id'>> {
  const listing = listData(path);
  return {
    name: basename(path),
    path,
    kind: listing.kind,
    samples: await countSamples(listing),
    classes: listing.classes ? [...listing.classes] : null,
    preprocessing: listing.kind === 'images' ? findPreprocessing([path, dirname(path)]) : null,
  };
}
