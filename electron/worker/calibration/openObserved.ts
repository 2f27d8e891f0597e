// Opens the FP32 model so that it gives out the observed tensors, at the least cost for a run.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { exposeAnywhere } from '#core/precision/observe.ts';
import { prepareForInt8 } from '#core/precision/place.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import type { Context } from '#electron/worker/context.ts';
import { inputPorts } from '#electron/worker/model/modelPorts.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { besideWeights } from './besideWeights.ts';
import { counting } from './counting.ts';
import { openNativeObserver } from './nativeObserver.ts';
import type { Form, ObservedModel, Observer, Openable } from './observer.ts';
import { weightsOf, withOptimizedForm } from './optimizedForm.ts';
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
  const optimizedPath = `${base}.optimized.onnx`;
  const copyPath = `${base}.onnx`;
  const clean = () => {
    for (const file of [optimizedPath, weightsOf(optimizedPath), copyPath, `${copyPath}.data`]) {
      rmSync(file, { force: true });
    }
  };
  const prepared = onlyObserved(model, tensors);
  const copied = async (variant: Model): Promise<Openable> => {
    await writeModelFile(variant, copyPath, { ...(openExternal ? { openExternal } : {}), signal: context.signal });
    return { model: copyPath };
  };
  const observer = async (openable: Form['openable']) => {
    const plain: Form = { model: prepared, optimization: 'all', nameOf: (tensor) => tensor, openable };
    const observed = (form: Form) => openForm(form, { inputs: inputPorts(model), tensors, threads });
    if (samples < enoughSamples) return observed(plain);
    return withOptimizedForm(await openable(prepared), optimizedPath, (form) => observed(form ?? plain));
  };
  const open = async () => {
    const beside = path === undefined ? undefined : await besideWeights(prepared, path);
    if (path === undefined || beside === undefined) return observer(copied);
    try {
      return await observer(async (variant) => (await besideWeights(variant, path)) ?? beside);
    } catch (error) {
      if (!(error instanceof LatheError)) throw error;
      // Where something else is wrong than the weights' place, what follows says so.
      return observer(copied);
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

async function openForm(
  { model, nameOf, optimization, openable }: Form,
  { inputs, tensors, threads }: Pick<ObservedModel, 'tensors' | 'threads'> & { readonly inputs: readonly Port[] },
): Promise<Observer> {
  const settings = { optimization, threads, tensors };
  const fed = new Set(inputs.map(({ name }) => name));
  const places = tensors.flatMap((tensor, place) => (fed.has(tensor) ? [] : [[nameOf(tensor), place] as const]));
  const counted = counting(model, new Map(places));
  const native = { ...settings, ...(await openable(counted.model)), outputs: counted.outputs };
  const opened = openNativeObserver(native, inputs);
  return opened ?? openSessionObserver({ ...settings, ...(await openable(model)), nameOf });
}

/** What nobody observes need not be computed; a graph without outputs would be none. */
function onlyObserved(model: Model, tensors: readonly string[]): Model {
  const wanted = new Set(tensors);
  const outputs = model.graph.outputs.filter(({ name }) => wanted.has(name));
  return outputs.length === 0 ? model : { ...model, graph: { ...model.graph, outputs } };
}
