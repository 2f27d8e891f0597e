// Opens the FP32 model so that it gives out the observed tensors, at the least cost for a run.
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { exposeValues } from '#core/precision/observe.ts';
import { prepareForInt8 } from '#core/precision/place.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import type { Context } from '#electron/worker/context.ts';
import { inputPorts } from '#electron/worker/model/modelPorts.ts';
import { openModel } from '#electron/worker/model/openModel.ts';
import { longestModel, writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { blockedOutputs } from './blockedOutputs.ts';
import { openNativeObserver } from './nativeObserver.ts';
import type { ObservedFile, Observer } from './observer.ts';
import { openSessionObserver } from './sessionObserver.ts';

export interface ObservedOptions {
  readonly threads: number;
  /** How many runs are to come: what makes each one shorter has to pay. */
  readonly samples: number;
  readonly openExternal?: OpenExternal | undefined;
}

/** Below this, opening a model once more costs more than it saves. */
const enoughSamples = 32;

/** The elements of a tensor may come in another order. Nothing is left on disk. */
export async function openObserved(
  context: Context,
  model: Model,
  tensors: readonly string[],
  { threads, samples, openExternal }: ObservedOptions,
): Promise<Observer> {
  const base = join(context.place.scratch, `observe-${process.pid}`);
  const written: string[] = [];
  const write = async (what: Model, path: string, external?: OpenExternal) => {
    written.push(path, `${path}.data`);
    await writeModelFile(what, path, { ...(external ? { openExternal: external } : {}), signal: context.signal });
  };
  try {
    const prepared = await prepareForInt8(model, openExternal);
    const path = `${base}.onnx`;
    await write(onlyObserved(exposeValues(prepared, tensors), tensors), path, openExternal);
    const inputs = inputPorts(model);
    const observer = (file: Pick<ObservedFile, 'path' | 'optimization' | 'nameOf'>): Observer => {
      const whole = { ...file, threads, tensors };
      return openNativeObserver(whole, inputs) ?? openSessionObserver(whole);
    };
    const plain = () => observer({ path, optimization: 'all', nameOf: (tensor) => tensor });
    // ONNX Runtime writes the graph into one file, and blocks may fill up weights.
    if (samples < enoughSamples || (await stat(path)).size > longestModel / 2) return plain();
    const raw = `${base}.optimized.onnx`;
    written.push(raw);
    const configuration = { session: { disable_prepacking: '1' } };
    openSession(path, { threads: 1, optimization: 'all', arena: false, writeTo: raw, configuration }).close();
    const optimized = await openModel(raw);
    try {
      const { model: blocked, names } = blockedOutputs(optimized.model);
      if (names.size === 0) return plain();
      const final = `${base}.blocked.onnx`;
      await write(blocked, final, optimized.openExternal);
      return observer({ path: final, optimization: 'none', nameOf: (tensor) => names.get(tensor) ?? tensor });
    } finally {
      await optimized.close();
    }
  } finally {
    await Promise.all(written.map((path) => rm(path, { force: true })));
  }
}

/** What nobody observes need not be computed; a graph without outputs would be none. */
function onlyObserved(model: Model, tensors: readonly string[]): Model {
  const wanted = new Set(tensors);
  const outputs = model.graph.outputs.filter(({ name }) => wanted.has(name));
  return outputs.length === 0 ? model : { ...model, graph: { ...model.graph, outputs } };
}
