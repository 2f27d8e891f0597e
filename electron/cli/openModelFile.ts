// Opens a model that was named on the command line, for commands that read its graph themselves.
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { identify } from '#electron/host/fileIdentity.ts';
import { refuseOther } from '#electron/host/refuseOther.ts';
import { type OpenedModel, openModel } from '#electron/worker/model/openModel.ts';

export interface NamedModel extends OpenedModel {
  readonly shapes: ShapeTable;
}

/** Runs `work` with the model and closes its files whatever happens. Throws LatheError where the path is no model. */
export async function withModel<T>(path: string, work: (model: NamedModel) => Promise<T>): Promise<T> {
  const file = identify(path, 'model');
  await refuseOther(file);
  const opened = await openModel(file.path);
  try {
    const { model, openExternal } = opened;
    return await work({ ...opened, shapes: await inferShapes(model, { openExternal }) });
  } finally {
    await opened.close();
  }
}
