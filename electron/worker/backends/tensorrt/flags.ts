// Precision by the builder's flags and its own calibrator: TensorRT 8.6 and 10 only.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';
import { sha256Text } from '#electron/worker/artifact/sha256.ts';
import type { BuildFiles } from '#electron/worker/build/buildTarget.ts';
import type { Context } from '#electron/worker/context.ts';
import { calibrationBatches } from './calibrationBatches.ts';
import type { ChosenLibrary } from './chooseLibrary.ts';
import type { NativeBuildOptions } from './nativeTypes.ts';

export type FlagOptions = Pick<NativeBuildOptions, 'fp16' | 'int8' | 'calibration'>;

/** INT8 goes with FP16, so that layers without INT8 kernels do not fall back to FP32. */
export async function flagOptions(context: Context, chosen: ChosenLibrary, files: BuildFiles): Promise<FlagOptions> {
  requireFlags(chosen);
  const { recipe, calibration } = files;
  if (recipe.precision === 'fp32') return {};
  if (recipe.precision === 'fp16') return { fp16: true };
  if (!calibration) throw new Error('INT8 by flags is calibrated on samples only.');
  const { method, samples } = recipe.calibration;
  if (method !== 'entropy' && method !== 'minmax') throw noSuchMethod(method);
  const cache = await readText(cachePath(context, chosen, calibration.key));
  const batchSize = batchSizeOf(files);
  const batches =
    cache === null ? await calibrationBatches(context, calibration.reader, calibration.inputs, samples, batchSize) : [];
  if (cache !== null) context.log('The calibration cache of an earlier build is used.');
  return { fp16: true, int8: true, calibration: { method, batchSize, batches, cache } };
}

/** Keeps the calibrator's text beside the engine and for later builds. Does nothing where there is none. */
export async function keepCalibration(
  context: Context,
  chosen: ChosenLibrary,
  { engine, calibration }: BuildFiles,
  text: string,
): Promise<void> {
  if (text === '' || !calibration) return;
  const kept = cachePath(context, chosen, calibration.key);
  await mkdir(dirname(kept), { recursive: true });
  await writeFile(kept, text);
  await writeFile(join(dirname(engine), 'calibration.cache'), text);
}

/** TensorRT reads no cache of another version. */
function cachePath(context: Context, { probed }: ChosenLibrary, key: string): string {
  const name = sha256Text(`${probed.version}\n${key}`).slice(0, 32);
  return join(context.place.calibrations, `tensorrt-${name}.cache`);
}

/** Calibration runs in the shapes that the first profile calls optimal. */
function batchSizeOf({ recipe, calibration }: BuildFiles): number {
  const [first] = calibration?.inputs ?? [];
  return (first && recipe.profiles[first.name]?.opt[0]) || 1;
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}

function requireFlags({ library, probed }: ChosenLibrary): void {
  if (library.kind === 'tensorrt' && library.major <= 10) return;
  throw new LatheError({
    kind: 'use',
    reason: `${library.kind} ${probed.version} has no flags for precision: it takes types from the model.`,
    next: 'Set route to "model" under options.tensorrt in the recipe, or build with TensorRT 8.6 or 10.',
  });
}

function noSuchMethod(method: string): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `TensorRT’s own calibrators know entropy and minmax, not ${method}.`,
    next: 'Choose another method, or set route to "model" under options.tensorrt in the recipe.',
  });
}
