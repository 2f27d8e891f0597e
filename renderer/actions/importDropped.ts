// Decides what dropped files are: a model with its external data, or samples for the model that is open.

import { LatheError } from '#core/contract/failure.ts';
import { modelAmong, type PickedFile } from '#renderer/connection/pickedFile.ts';
import { openFiles as openEngineFiles } from '#renderer/engine/openEngine.ts';
import { counted } from '#renderer/format/format.ts';
import { tell } from '#renderer/store/notices.ts';
import { openedModelStore } from '#renderer/store/openedModel.ts';
import { changeForm } from '#renderer/store/recipeForm.ts';
import { modelFor } from '#renderer/store/selection.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { showTab, viewStore } from '#renderer/store/view.ts';
import { importData } from './importData.ts';
import { openModelFiles } from './openModel.ts';

/** A layers.json or profile.json of an engine, whatever it is called. */
const isEngineFile = (path: string) => /\.json$/i.test(path) && !/(^|\/)preprocessing\.json$/.test(path);

const sample = /\.(npy|npz|jpe?g|png|webp|bmp|gif|tiff?|avif)$/i;

/** Throws LatheError where nothing among the files can be used. */
export async function importDropped(files: readonly PickedFile[]): Promise<void> {
  if (modelAmong(files)) return openModelFiles(files);
  if (openedModelStore.getState().handle && files.length > 0 && files.every(({ path }) => isEngineFile(path))) {
    showTab('graph');
    return openEngineFiles(files.map(({ file }) => file));
  }
  const samples = files.filter(
    ({ path }) => sample.test(path) || /(^|\/)(classes\.txt|preprocessing\.json)$/.test(path),
  );
  const model = modelFor(sessionStore.getState().session, viewStore.getState().model);
  if (samples.length === 0 || !model) {
    const name = files.length === 1 ? (files[0]?.path ?? 'The file') : 'None of the files';
    throw new LatheError({
      kind: 'use',
      reason: `${name} is ${files.length === 1 ? 'not' : ''} a model or a sample that Lathe can read.`,
      next: 'Drop an .onnx file, or images, .npy or .npz files as calibration data.',
    });
  }
  const data = await importData({ kind: 'files', files: samples });
  if (!data) return;
  changeForm(model, { calibration: data.id });
  tell(`${model.name} will calibrate on ${data.name}: ${counted(data.samples, 'sample')}.`);
}
