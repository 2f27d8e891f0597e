// Builds an engine with ONNX Runtime: its optimizer's graph for this processor, in one spelling, opened once as a proof.
import { rm } from 'node:fs/promises';
import type { BuildFiles, Built } from '#electron/worker/build/buildTarget.ts';
import type { Context } from '#electron/worker/context.ts';
import { openModel } from '#electron/worker/model/openModel.ts';
import { longestModel, writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { startRunner } from '#electron/worker/runner/runner.ts';
import { canonicalEngine, engineOperators } from './canonicalEngine.ts';

/** @throws LatheError with ONNX Runtime's words where it refuses the model. */
export async function buildEngine(
  context: Context,
  { model, modelBytes, engine, name, recipe }: BuildFiles,
): Promise<Built> {
  const raw = `${engine}.optimized`;
  const runner = startRunner(context, `the build of ${name}`);
  try {
    context.progress('optimizing', 0, 0);
    // Layouts for wide registers may pad weights, so the engine can outgrow the model.
    const external = modelBytes > longestModel / 2;
    const decided = recipe.precision === 'int8';
    const ask = { command: 'optimize', name, model, engine: raw, external, decided } as const;
    const { peakMemoryBytes } = await runner.ask(ask);
    context.progress('writing the engine', 0, 0);
    const optimized = await openModel(raw);
    try {
      const { openExternal } = optimized;
      await writeModelFile(canonicalEngine(optimized.model), engine, { openExternal, signal: context.signal });
      await runner.ask({ command: 'load', engine, threads: 1 });
      return { operators: engineOperators(optimized.model), peakMemoryBytes };
    } finally {
      await optimized.close();
    }
  } finally {
    runner.close();
    await Promise.all([raw, `${raw}.data`].map((path) => rm(path, { force: true })));
  }
}
