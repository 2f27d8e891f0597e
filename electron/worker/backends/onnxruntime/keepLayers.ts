// Keeps beside an engine of ONNX Runtime what each of its nodes computes and how long it takes, in TensorRT's forms.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { toFailure } from '#core/contract/failure.ts';
import type { Recipe } from '#core/contract/recipe.ts';
import { onnxruntimeLayers } from '#core/fusion/actual/onnxruntimeLayers.ts';
import { smallConstants } from '#core/fusion/constants.ts';
import { withTracedTensors } from '#core/fusion/engine/tracedTensors.ts';
import { writeLayers } from '#core/fusion/engine/writeLayers.ts';
import { exportTrace } from '#core/fusion/inspector/exportTrace.ts';
import type { Context } from '#electron/worker/context.ts';
import { randomInputs } from '#electron/worker/data/random.ts';
import { vocabularies } from '#electron/worker/data/vocabulary.ts';
import { inputPorts } from '#electron/worker/model/modelPorts.ts';
import { type OpenedModel, openModel } from '#electron/worker/model/openModel.ts';
import { startRunner } from '#electron/worker/runner/runner.ts';
import { threadCount } from './threads.ts';

export interface EngineFile {
  readonly engine: string;
  /** The rewritten model that it was built from. */
  readonly model: string;
  readonly recipe: Recipe;
}

/** An engine that was built is worth keeping without them: what goes wrong here is only logged. */
export async function keepLayers(context: Context, { engine, model, recipe }: EngineFile): Promise<void> {
  context.progress('looking at layers', 0, 0);
  const runner = startRunner(context, `the layers of ${engine}`);
  try {
    const from = await openModel(model);
    try {
      const feeds = randomInputs(inputPorts(from.model), {
        profiles: recipe.profiles,
        vocabulary: vocabularies(from.model),
      });
      const threads = threadCount(recipe.options.threads);
      const { trace } = await runner.ask({ command: 'trace', engine, threads, feeds });
      await writeFile(join(dirname(engine), 'layers.json'), await layersOf(engine, from, trace));
      await writeFile(join(dirname(engine), 'profile.json'), exportTrace(trace));
    } finally {
      await from.close();
    }
  } catch (error) {
    context.signal.throwIfAborted();
    context.log(`Warning: the engine's layers could not be looked at. ${toFailure(error).reason}`);
  } finally {
    runner.close();
  }
}

async function layersOf(engine: string, { model }: OpenedModel, trace: string): Promise<string> {
  const built = await openModel(engine);
  try {
    const { graph } = built.model;
    const { inputs, outputs, initializers } = graph;
    const bindings = [...inputs, ...outputs].map(({ name }) => name);
    const all = onnxruntimeLayers(model.graph, graph, await smallConstants(model));
    const layers = withTracedTensors(all, trace, initializers);
    return writeLayers(layers, bindings);
  } finally {
    await built.close();
  }
}

/** Whether an earlier Lathe built it, which did not look. */
export function lacksLayers(engine: string): boolean {
  return !existsSync(join(dirname(engine), 'profile.json'));
}
