// The models that were opened, by id: their bytes by range, and the external data that lies in their folder.
import { basename, dirname, join } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';
import type { ModelRef } from '#core/contract/model.ts';
import type { Broadcast } from './broadcast.ts';
import type { DataLibrary } from './dataLibrary.ts';
import { openExternalFile } from './externalFile.ts';
import { type FileIdentity, identify } from './fileIdentity.ts';
import { type FileSource, fileSource } from './fileSource.ts';
import { refuseOther } from './refuseOther.ts';
import type { Store } from './store/store.ts';

export interface ModelLibrary {
  /** Throws LatheError where there is no such file, or it is plainly something else than a model. */
  open(path: string, sample?: boolean): Promise<ModelRef>;
  /** Throws LatheError where the id is unknown. */
  get(id: string): ModelRef;
  /** Both throw LatheError where the file is gone or has changed since it was opened. */
  file(id: string): FileIdentity;
  source(id: string): FileSource;
  external(id: string): (location: string) => Promise<FileSource>;
  list(): ModelRef[];
}

/** As many models as a switcher can sensibly show. */
const REMEMBERED = 100;

export function modelLibrary(store: Store, data: DataLibrary, broadcast: Broadcast): ModelLibrary {
  const get = (id: string) => {
    const model = store.models.get(id);
    if (model) return model;
    throw new LatheError({
      kind: 'use',
      reason: `There is no model with the id ${id}.`,
      next: 'Open the model file first.',
    });
  };
  const unchanged = (id: string) => {
    const model = get(id);
    const file = identify(model.path, 'model');
    if (file.id === id) return file;
    throw new LatheError({
      kind: 'use',
      reason: `${model.path} has changed since it was opened.`,
      next: 'Open it again to work with its present content.',
    });
  };
  return {
    get,
    list: () => store.models.list(REMEMBERED),
    async open(path, sample = false) {
      const file = identify(path, 'model');
      await refuseOther(file);
      const folder = dirname(file.path);
      const known = store.models.get(file.id);
      const model: ModelRef = {
        id: file.id,
        name: basename(path),
        path: file.path,
        bytes: file.bytes,
        sample: sample || (known?.sample ?? false),
        openedAt: Date.now(),
        calibration: await data.tryOpen(join(folder, 'calibration')),
        test: await data.tryOpen(join(folder, 'test')),
      };
      store.models.put(model, model.openedAt);
      broadcast.send({ type: 'model', model });
      return model;
    },
    file: unchanged,
    source(id) {
      const { path, bytes } = unchanged(id);
      return fileSource(path, bytes);
    },
    external(id) {
      const model = get(id);
      return (location) => openExternalFile(model.path, location);
    },
  };
}
