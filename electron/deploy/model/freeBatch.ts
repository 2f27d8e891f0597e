// A batch of any size for a model that was exported with a batch of one, where trying shows that it gives the same.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Recipe } from '#core/contract/recipe.ts';
import { indexGraph } from '#core/graph/graphIndex.ts';
import { attribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Model, Node, Tensor, ValueInfo } from '#core/onnx/model.ts';
import { tensorNumbers } from '#core/onnx/tensor.ts';
import { constantsOf } from '#core/precision/constants.ts';
import { withoutUnread } from '#core/precision/withoutUnread.ts';
import type { Hello } from '#electron/deploy/engine/hello.ts';
import { startEngine } from '#electron/deploy/engine/startEngine.ts';
import { type OpenedModel, openModel } from '#electron/worker/model/openModel.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { whyRowsDepend } from './warmUp.ts';

export interface FreedBatch {
  /** The file to load instead. */
  readonly engine: string;
  remove(): Promise<void>;
}

/** Larger models are served as they are, rather than copied. */
const largestBytes = 2 ** 29;

/**
 * Shapes inside a model may say 1 where they mean the batch: then two rows together fail, or differ from each alone, and
 * the model stays as it is.
 * @returns undefined where there is nothing to free, or it does not work.
 */
export async function freeBatch(
  hello: Hello,
  profiles: Recipe['profiles'],
  log: (line: string) => void,
): Promise<FreedBatch | undefined> {
  if (hello.tensorrt) return undefined;
  // A file that does not read is the runtime's to refuse, which names it.
  const opened = await openModel(hello.engine).catch(() => undefined);
  if (!opened) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'lathe-batch-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const freed = opened.model.source.size > largestBytes ? undefined : await withFreeBatch(opened);
    if (freed) {
      const engine = join(folder, 'model.onnx');
      await writeModelFile(freed, engine, { openExternal: opened.openExternal, signal: new AbortController().signal });
      if (await works({ ...hello, engine }, profiles)) {
        log('Its batch of one was made one of any size, after it was tried that rows give the same together as alone.');
        return { engine, remove };
      }
    }
  } catch (error) {
    log(`Its batch was left as it is: ${error instanceof Error ? error.message : error}`);
  } finally {
    await opened.close();
  }
  await remove();
  return undefined;
}

async function works(hello: Hello, profiles: Recipe['profiles']): Promise<boolean> {
  // What goes wrong here is an answer, not a fault.
  const process = await startEngine({ ...hello, instances: 1, log: () => {} }).catch(() => undefined);
  const [session] = process?.sessions ?? [];
  if (!process || !session) return false;
  try {
    return (await whyRowsDepend(session, { ports: process.described, profiles, runs: 1 })) === null;
  } finally {
    process.close();
  }
}

/** Undefined where the first axis of an input or output is not one. What was inferred of shapes before is left out. */
async function withFreeBatch({ model, openExternal }: OpenedModel): Promise<Model | undefined> {
  const { graph } = model;
  const fed = new Set(indexGraph(graph).inputs.map(({ name }) => name));
  const ends = [...graph.inputs.filter(({ name }) => fed.has(name)), ...graph.outputs];
  if (!ends.every(({ type }) => type?.kind === 'tensor' && type.shape?.[0] === 1)) return undefined;
  const constants = constantsOf(graph);
  const shapes = new Map<string, Tensor>();
  for (const node of graph.nodes) {
    const [, name = ''] = node.inputs;
    const shape = reshapes(node) ? constants(name) : undefined;
    if (shape?.dataType !== DataType.int64 || shape.dims.length !== 1) continue;
    const sizes = await tensorNumbers(shape, model, openExternal);
    // In a shape to come, 0 stands for the size that is there.
    if (sizes[0] === 1 && sizes.length > 1)
      shapes.set(name, makeTensor(`${name}/batch`, DataType.int64, shape.dims, sizes.with(0, 0)));
  }
  return {
    ...model,
    graph: withoutUnread({
      ...graph,
      nodes: graph.nodes.map((node) => (reshapes(node) ? reshaped(node, shapes) : node)),
      initializers: [...graph.initializers, ...shapes.values()],
      inputs: graph.inputs.map((input) => (fed.has(input.name) ? freed(input) : input)),
      outputs: graph.outputs.map(freed),
      values: [],
    }),
  };
}

function reshapes(node: Node): boolean {
  return node.opType === 'Reshape' && node.domain === '' && attribute(node, 'allowzero') === undefined;
}

function reshaped(node: Node, shapes: ReadonlyMap<string, Tensor>): Node {
  const [data = '', shape = ''] = node.inputs;
  const found = shapes.get(shape);
  return found ? { ...node, inputs: [data, found.name] } : node;
}

function freed(value: ValueInfo): ValueInfo {
  const { type } = value;
  if (type?.kind !== 'tensor' || !type.shape) return value;
  return { ...value, type: { ...type, shape: ['batch', ...type.shape.slice(1)] } };
}
