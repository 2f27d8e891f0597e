// Raises the standard opset of a model: each node in the form that a newer opset version has for it.

import { capturedValues } from '#core/graph/graphIndex.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { OnnxError } from '#core/onnx/error.ts';
import { tensorAttr } from '#core/onnx/makeAttribute.ts';
import { makeNode, makeValue } from '#core/onnx/makeNode.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Graph, LocalFunction, Model, Node, OpsetImport, Tensor } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { tensorValues } from '#core/onnx/tensor.ts';
import { type Constants, constantsOf } from './constants.ts';
import { type FreshName, freshNames } from './freshNames.ts';
import { mapSubgraphs } from './mapSubgraphs.ts';
import type { Scope } from './opset/step.ts';
import { newestOpset, oldestOpset, stepInto } from './opset/steps.ts';
import { unknownTypes, type ValueTypes, valueTypes } from './valueTypes.ts';
import { withoutFilledInputs } from './withoutFilledInputs.ts';

/** The IR version that came with opset 13; a file with a newer opset than its IR version knows is refused by some. */
const irVersions: Readonly<Record<number, number>> = {
  13: 7,
  14: 7,
  15: 8,
  16: 8,
  17: 8,
  18: 8,
  19: 9,
  20: 9,
  21: 10,
  22: 10,
};

/** The version of the standard operators that a model imports; 1 where it imports none, as ONNX has it. */
export function standardOpset(opsets: readonly OpsetImport[]): number {
  return opsets.find(({ domain }) => domain === '')?.version ?? 1;
}

/**
 * The opset at which local functions mean the same as where they are called: at least `least`, and no older than that of
 * the model and of any function; where this is newer than Lathe raises to, `least`.
 */
export function commonOpset({ opsets, functions }: Model, least: number): number {
  const common = Math.max(standardOpset(opsets), ...functions.map((local) => standardOpset(local.opsets)));
  return functions.length === 0 || common > newestOpset ? least : Math.max(least, common);
}

/**
 * Gives the model with the standard opset raised from 7 or newer to `to` (at most 22), its IR version raised to match
 * (at least 7), and no initializer among its inputs. A model that has the opset or a newer one keeps it.
 *
 * @throws OnnxError naming the node that has no newer form, or the opset that is too old.
 */
export async function raiseOpset(model: Model, to = 13, openExternal?: OpenExternal): Promise<Model> {
  const from = standardOpset(model.opsets);
  const graph = withoutFilledInputs(model.graph);
  const irVersion = Math.max(model.irVersion, irVersions[Math.max(13, Math.min(to, newestOpset))] ?? 7);
  const isNew = model.functions.every(({ opsets }) => standardOpset(opsets) >= to);
  if (from >= to && (isNew || to > newestOpset)) return { ...model, graph, irVersion };
  if (from < oldestOpset || to > newestOpset) {
    throw new OnnxError(
      `The model uses opset ${from}, and Lathe raises opsets from ${oldestOpset} to at most ${newestOpset}`,
      `Export the model again with opset ${Math.max(to, 13)} or newer.`,
    );
  }
  const run = { model, to, names: freshNames(model), openExternal };
  const types = await valueTypes(model, openExternal);
  const functions: LocalFunction[] = [];
  for (const local of model.functions) functions.push(await raiseFunction(local, run));
  return {
    ...model,
    irVersion,
    opsets: raised(model.opsets, to),
    graph: await raiseGraph(graph, from, run, { types, constants: () => undefined }),
    functions,
  };
}

interface Run {
  readonly model: Model;
  readonly to: number;
  readonly names: FreshName;
  readonly openExternal: OpenExternal | undefined;
}

interface Surroundings {
  readonly types: ValueTypes;
  readonly constants: Constants;
}

function raised(opsets: readonly OpsetImport[], to: number): readonly OpsetImport[] {
  return opsets.map((opset) => (opset.domain === '' ? { ...opset, version: Math.max(opset.version, to) } : opset));
}

async function raiseGraph(graph: Graph, from: number, run: Run, around: Surroundings): Promise<Graph> {
  const inner = { types: around.types, constants: constantsOf(graph, around.constants) };
  const added: Tensor[] = [];
  const nodes = await raiseNodes(
    graph.nodes,
    from,
    run,
    inner,
    scopeOf(graph, run, inner, (tensor) => added.push(tensor)),
  );
  return { ...graph, nodes, initializers: [...graph.initializers, ...added] };
}

/** A function has no initializers: its new constants are nodes. */
async function raiseFunction(local: LocalFunction, run: Run): Promise<LocalFunction> {
  const from = standardOpset(local.opsets);
  if (from >= run.to) return local;
  const inner = { types: unknownTypes, constants: constantsOf({ nodes: local.nodes, initializers: [] }) };
  const added: Node[] = [];
  const outputs = local.outputs.map((name) => makeValue(name, DataType.undefined));
  const scope = scopeOf({ nodes: local.nodes, outputs }, run, inner, (tensor) => {
    const value = tensorAttr('value', { ...tensor, name: '' });
    added.push(makeNode({ opType: 'Constant', inputs: [], outputs: [tensor.name], attributes: [value] }));
  });
  const nodes = await raiseNodes(local.nodes, from, run, inner, scope);
  return { ...local, nodes: [...added, ...nodes], opsets: raised(local.opsets, run.to) };
}

async function raiseNodes(
  nodes: readonly Node[],
  from: number,
  run: Run,
  surroundings: Surroundings,
  scope: Scope,
): Promise<readonly Node[]> {
  const result: Node[] = [];
  for (const node of nodes) {
    const inside = (attribute: string) => ({ ...surroundings, types: surroundings.types.inside(node, attribute) });
    let forms: readonly Node[] = [
      await mapSubgraphs(node, (graph, attribute) => raiseGraph(graph, from, run, inside(attribute))),
    ];
    for (let version = from + 1; version <= run.to; version++) {
      const next: Node[] = [];
      for (const form of forms) {
        const step = form.domain === '' ? stepInto(version, form.opType) : undefined;
        next.push(...(step ? await step.raise(form, scope) : [form]));
      }
      forms = next;
    }
    result.push(...forms);
  }
  return result;
}

function scopeOf(
  graph: Pick<Graph, 'nodes' | 'outputs'>,
  run: Run,
  { types, constants }: Surroundings,
  add: (tensor: Tensor) => void,
): Scope {
  const read = new Set(graph.outputs.map(({ name }) => name));
  for (const node of graph.nodes) for (const value of [...node.inputs, ...capturedValues(node)]) read.add(value);
  const constant = (base: string, dataType: number, dims: readonly number[], values: ArrayLike<number | bigint>) => {
    const tensor = makeTensor(run.names(base), dataType, dims, values);
    add(tensor);
    return tensor.name;
  };
  return {
    indices: (base, values) => constant(base, DataType.int64, [values.length], values),
    index: (base, value) => constant(base, DataType.int64, [], [value]),
    scalar: (base, dataType, value) => constant(base, dataType, [], [value]),
    floats: (base, values) => constant(base, DataType.float32, [values.length], values),
    value: run.names,
    shape: (value) => types.of(value)?.shape,
    elementType: (value) => types.of(value)?.elementType || undefined,
    constant: async (value) => {
      const tensor = constants(value);
      return tensor && Array.from(await tensorValues(tensor, run.model, run.openExternal), Number);
    },
    isRead: (value) => read.has(value),
  };
}
