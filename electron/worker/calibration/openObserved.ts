// Opens the FP32 model so that it gives out the observed tensors, at the least cost for a run.
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { exposeAnywhere } from '#core/precision/observe.ts';
import { prepareForInt8 } from '#core/precision/place.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import type { Context } from '#electron/worker/context.ts';
import { inputPorts } from '#electron/worker/model/modelPorts.ts';
import { openModel } from '#electron/worker/model/openModel.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { besideWeights } from './besideWeights.ts';
import { blockedOutputs } from './blockedOutputs.ts';
import { openNativeObserver } from './nativeObserver.ts';
import { type ObservedModel, type Observer, sessionEntries } from './observer.ts';
import { openSessionObserver } from './sessionObserver.ts';

export interface ObservedOptions {
  readonly threads: number;
  /** How many runs are to come: what makes each one shorter has to pay. */
  readonly samples: number;
  /** The file that the model was read from; where it is not known the weights are copied. */
  readonly path?: string | undefined;
  readonly openExternal?: OpenExternal | undefined;
}

/** Below this, opening a model once more costs more than it saves. */
const enoughSamples = 8;

/** What ONNX Runtime opens. */
type Openable = Pick<ObservedModel, 'model' | 'folder'>;

/** The elements of a tensor may come in another order. Nothing is left on disk once the observer is closed. */
export async function openObserved(
  context: Context,
  model: Model,
  tensors: readonly string[],
  options: ObservedOptions,
): Promise<Observer> {
  const { openExternal } = options;
  const exposed = await exposeAnywhere(await prepareForInt8(model, openExternal), tensors, { openExternal });
  return openOutputs(context, exposed, tensors, options);
}

/** The same for a model that gives out the observed tensors already. */
export async function openOutputs(
  context: Context,
  model: Model,
  tensors: readonly string[],
  { threads, samples, path, openExternal }: ObservedOptions,
): Promise<Observer> {
  const base = join(context.place.scratch, `observe-${process.pid}`);
  const written: string[] = [];
  const clean = () => {
    for (const file of written) rmSync(file, { force: true });
  };
  const inputs = inputPorts(model);
  const prepared = onlyObserved(model, tensors);
  const copy = async (): Promise<Openable> => {
    const file = `${base}.onnx`;
    written.push(file, `${file}.data`);
    await writeModelFile(prepared, file, { ...(openExternal ? { openExternal } : {}), signal: context.signal });
    return { model: file };
  };
  const observer = async (openable: Openable) => {
    const blocked = samples < enoughSamples ? undefined : await blockedForm(openable, base, written);
    const plain = { ...openable, optimization: 'all' as const, nameOf: (tensor: string) => tensor };
    const observed = { ...(blocked ?? plain), threads, tensors };
    return openNativeObserver(observed, inputs) ?? openSessionObserver(observed);
  };
  const open = async () => {
    const beside = path === undefined ? undefined : await besideWeights(prepared, path);
    if (beside === undefined) return observer(await copy());
    try {
      return await observer(beside);
    } catch (error) {
      if (!(error instanceof LatheError)) throw error;
      // Where something else is wrong than the weights' place, what follows says so.
      return observer(await copy());
    }
  };
  try {
    const opened = await open();
    return {
      ...opened,
      close() {
        opened.close();
        clean();
      },
    };
  } catch (error) {
    clean();
    throw error;
  }
}

/** The model as ONNX Runtime optimizes it, but that values come out in blocks. Its weights lie in the scratch folder. */
async function blockedForm(
  openable: Openable,
  base: string,
  written: string[],
): Promise<Pick<ObservedModel, 'model' | 'folder' | 'optimization' | 'nameOf'> | undefined> {
  const path = `${base}.optimized.onnx`;
  const data = `${path}.weights`;
  written.push(path, data);
  const session = {
    ...sessionEntries(openable),
    disable_prepacking: '1',
    optimized_model_external_initializers_file_name: basename(data),
    optimized_model_external_initializers_min_size_in_bytes: '1024',
  };
  openSession(openable.model, {
    threads: 1,
    optimization: 'all',
    arena: false,
    writeTo: path,
    name: 'the observed model',
    configuration: { session },
  }).close();
  const optimized = await openModel(path);
  try {
    const { model, names } = blockedOutputs(optimized.model);
    const graph = await besideWeights(model, path);
    return graph && { ...graph, optimization: 'none', nameOf: (tensor) => names.get(tensor) ?? tensor };
  } finally {
    await optimized.close();
  }
}

/** What nobody observes need not be computed; a graph without outputs would be none. */
function onlyObserved(model: Model, tensors: readonly string[]): Model {
  const wanted = new Set(tensors);
  const outputs = model.graph.outputs.filter(({ name }) => wanted.has(name));
  return outputs.length === 0 ? model : { ...model, graph: { ...model.graph, outputs } };
}
