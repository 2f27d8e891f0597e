// A model as the graph view reads it: from the host by ranges, or from dropped files while they upload.

import { LatheError } from '#core/contract/failure.ts';
import type { ModelRef } from '#core/contract/model.ts';
import type { PreviewReport } from '#core/contract/preview.ts';
import type { OtherPrecision, Precision } from '#core/contract/recipe.ts';
import type { ByteSource, OpenExternal } from '#core/onnx/source.ts';
import { blockSource } from './blockSource.ts';
import { fileSource } from './fileSource.ts';
import { call } from './host.ts';
import type { PickedFile } from './pickedFile.ts';

export interface PreviewForm {
  readonly precision: Precision;
  readonly otherPrecision?: OtherPrecision | undefined;
}

export interface ModelHandle {
  readonly id: string;
  readonly name: string;
  readonly source: ByteSource;
  readonly openExternal: OpenExternal;
  /** The file itself, where the user gave it to the page. */
  readonly file?: File;
  /** Throws LatheError where the host cannot say. */
  preview(target: string, form: PreviewForm): Promise<PreviewReport>;
}

export function hostModel(model: ModelRef): ModelHandle {
  const { id, name } = model;
  return {
    id,
    name,
    source: blockSource(model.bytes, (offset, length) => call('model.read', { id, offset, length })),
    async openExternal(location) {
      const { bytes } = await call('model.externalSize', { id, location });
      return blockSource(bytes, (offset, length) => call('model.readExternal', { id, location, offset, length }));
    },
    preview: (target, form) => call('model.preview', { id, target, ...form }),
  };
}

/** `uploaded` resolves once the host knows the model; only previews wait for it. */
export function fileModel(file: File, beside: readonly PickedFile[], uploaded: Promise<ModelRef>): ModelHandle {
  return {
    id: `file:${file.name}:${file.size}:${file.lastModified}`,
    name: file.name,
    source: fileSource(file),
    file,
    async openExternal(location) {
      const name = location.split('/').at(-1);
      const found = beside.find(({ path, file: other }) => path === location || other.name === name);
      if (!found) {
        throw new LatheError({
          kind: 'use',
          reason: `${file.name} keeps weights in ${location}, which was not among the files.`,
          next: 'Choose or drop both together.',
        });
      }
      return fileSource(found.file);
    },
    preview: async (target, form) => call('model.preview', { id: (await uploaded).id, target, ...form }),
  };
}
