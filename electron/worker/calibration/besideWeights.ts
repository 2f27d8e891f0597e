// A graph as bytes that name the file in which its weights lie, so that they are mapped from there and neither copied nor written.
import { realpath } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Model, Tensor } from '#core/onnx/model.ts';
import { planWrite } from '#core/onnx/write.ts';
import { longestModel } from '#electron/worker/model/writeModelFile.ts';

export interface GraphBytes {
  readonly model: Uint8Array;
  /** Where the files lie that the graph names. */
  readonly folder: string;
}

/** Shapes are inferred from the values of smaller ones, for which they have to stand in the graph. */
const smallestApart = 1024;

/**
 * @param path the file that the model was read from, or is to be read from with the data files that it names.
 * @returns undefined where ONNX Runtime would not follow the path, or the graph alone is longer than a file may be.
 */
export async function besideWeights(model: Model, path: string): Promise<GraphBytes | undefined> {
  const whole = resolve(path);
  // A link may lead out of the folder, which it refuses.
  if ((await realpath(whole)) !== whole) return undefined;
  const apart = (tensor: Tensor): Tensor => {
    const { data } = tensor;
    if (data.kind !== 'file' || data.length < smallestApart) return tensor;
    return {
      ...tensor,
      data: { kind: 'external', location: basename(whole), offset: data.offset, length: data.length },
    };
  };
  const { graph } = model;
  const plan = planWrite({ ...model, graph: { ...graph, initializers: graph.initializers.map(apart) } });
  if (plan.modelLength > longestModel) return undefined;
  const bytes = new Uint8Array(plan.modelLength);
  let end = 0;
  for await (const chunk of plan.model()) {
    bytes.set(chunk, end);
    end += chunk.length;
  }
  return { model: bytes, folder: dirname(whole) };
}
