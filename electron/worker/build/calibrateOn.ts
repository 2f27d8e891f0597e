// Calibrates an opened model on data at a path.
import type { CalibrationResult } from '#core/contract/calibration.ts';
import type { Recipe } from '#core/contract/recipe.ts';
import type { Ranges } from '#core/precision/ranges.ts';
import { calibrate } from '#electron/worker/calibration/calibrate.ts';
import type { Context } from '#electron/worker/context.ts';
import { dataHash } from '#electron/worker/data/dataHash.ts';
import { openData } from '#electron/worker/data/openData.ts';
import { inputPorts } from '#electron/worker/model/modelPorts.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';

export interface CalibrateOn {
  readonly opened: OpenedModel;
  readonly modelId: string;
  readonly modelSha256: string;
  readonly target: string;
  readonly recipe: Recipe;
  /** Where the data lies. */
  readonly path: string;
}

/** What was assumed in reading the data stands first among the result's warnings. */
export async function calibrateOn(
  context: Context,
  { opened, modelId, modelSha256, target, recipe, path }: CalibrateOn,
): Promise<{ readonly ranges: Ranges; readonly result: CalibrationResult }> {
  const { model, openExternal } = opened;
  const samples = await openData(path, recipe.calibration.preprocessing, inputPorts(model));
  const { ranges, result } = await calibrate(context, {
    model,
    modelId,
    modelSha256,
    path: opened.path,
    openExternal,
    target,
    recipe,
    options: recipe.calibration,
    samples,
    dataHash: await dataHash(path),
  });
  return { ranges, result: { ...result, warnings: [...samples.warnings, ...result.warnings] } };
}
