// The data sets that were opened, by id.
import { existsSync } from 'node:fs';
import type { DataSet } from '#core/contract/data.ts';
import { LatheError } from '#core/contract/failure.ts';
import { describeData } from '#electron/data/describe.ts';
import type { Broadcast } from './broadcast.ts';
import { resolveExisting, shortHash } from './fileIdentity.ts';
import type { Store } from './store/store.ts';

export interface DataLibrary {
  /** Throws LatheError where there is no data that can be used. */
  open(path: string): Promise<DataSet>;
  /** The id of the data at `path`, or null where there is none. */
  tryOpen(path: string): Promise<string | null>;
  /** Throws LatheError where the id is unknown. */
  get(id: string): DataSet;
  list(): DataSet[];
}

const REMEMBERED = 100;

export function dataLibrary(store: Store, broadcast: Broadcast): DataLibrary {
  const open = async (path: string): Promise<DataSet> => {
    const { real } = resolveExisting(path, 'data');
    const data: DataSet = { id: shortHash(real), ...(await describeData(real)) };
    store.data.put(data, Date.now());
    broadcast.send({ type: 'data', data });
    return data;
  };
  return {
    open,
    async tryOpen(path) {
      if (!existsSync(path)) return null;
      return open(path).then(
        (data) => data.id,
        () => null,
      );
    },
    get(id) {
      const data = store.data.get(id);
      if (data) return data;
      throw new LatheError({
        kind: 'use',
        reason: `There is no data set with the id ${id}.`,
        next: 'Open the folder or file of data first.',
      });
    },
    list: () => store.data.list(REMEMBERED),
  };
}
