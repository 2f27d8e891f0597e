// What a build learns to correct biases: the means of inputs, measured when it is really made and once for equal data.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LatheError } from '#core/contract/failure.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { canonicalJson } from '#core/precision/canonical.ts';
import type { InputMeans } from '#core/precision/correction/inputMeans.ts';
import { sha256Text } from '#electron/worker/artifact/sha256.ts';
import type { Context } from '#electron/worker/context.ts';
import { dataHash } from '#electron/worker/data/dataHash.ts';
import { openData } from '#electron/worker/data/openData.ts';
import { inputPorts } from '#electron/worker/model/modelPorts.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';
import { observeMeans } from './observeMeans.ts';

export interface Correction {
  /** The data's and not the means', so that an equal build is found without measuring again. */
  readonly sha256: string;
  readonly warnings: readonly string[];
  readonly means: (warnings: string[]) => Promise<InputMeans>;
}

/** @throws LatheError where no data is given. */
export async function correction(
  context: Context,
  task: TaskOf<'build'>,
  opened: OpenedModel,
  modelSha256: string,
): Promise<Correction> {
  const { recipe } = task.request;
  if (task.calibration === null) throw noData(task.model.name);
  const { samples, preprocessing } = recipe.calibration;
  const reader = await openData(task.calibration, preprocessing, inputPorts(opened.model));
  const data = await dataHash(task.calibration);
  const sha256 = sha256Text(`lathe means 1\n${canonicalJson({ modelSha256, data, samples, preprocessing })}`);
  const options = { samples, threads: recipe.options.threads };
  return {
    sha256,
    warnings: reader.warnings,
    async means(warnings) {
      const path = join(context.place.calibrations, `${sha256}.means.json`);
      const earlier = await findMeans(path);
      if (earlier) return earlier;
      const means = await observeMeans(context, opened, reader, options, warnings);
      await keepMeans(path, means);
      return means;
    },
  };
}

function noData(model: string): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `Bias correction of ${model} needs data to measure means on, and none was given.`,
    next: 'Give a folder of images, a .npy or a .npz file with --calibration, or take biasCorrection out of the recipe.',
  });
}

/** JSON has no NaN: such channels are null. */
const schema = z.array(z.tuple([z.string(), z.array(z.number().nullable())]));

async function findMeans(path: string): Promise<InputMeans | undefined> {
  try {
    const rows = schema.parse(JSON.parse(await readFile(path, 'utf8')));
    return new Map(rows.map(([key, means]) => [key, means.map((mean) => mean ?? Number.NaN)]));
  } catch {
    return undefined;
  }
}

/** The file has its name only when it is whole. */
async function keepMeans(path: string, means: InputMeans): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  await writeFile(part, JSON.stringify([...means].map(([key, values]) => [key, Array.from(values)])), { flush: true });
  await rename(part, path);
}
