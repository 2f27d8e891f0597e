// Each float32 value of a model on its way to 16 bits: what type it is made in, who wants it in which, under what names.
import { subgraphs } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Graph, Node, Tensor } from '#core/onnx/model.ts';
import { constantTensor } from '../constants.ts';
import type { ValueTypes } from '../valueTypes.ts';
import type { Mode } from './decide.ts';
import { halfForm } from './halfForm.ts';
import type { HalfType } from './halfType.ts';

export type Width = 'half' | 'single';

export interface ValueState {
  readonly name: string;
  /** The type that its producer writes; constants are made in whatever is wanted. */
  readonly native: Width;
  /** Present for a constant. */
  readonly tensor: Tensor | undefined;
  readonly wanted: Set<Width>;
  /** The width that an output of the graph must have under the value's own name. */
  output: Width | undefined;
  /** Given once all wants are known. */
  readonly names: Map<Width, string>;
}

/** The values of one graph, looked up through the graphs around it. */
export interface Scope {
  readonly graph: Graph;
  readonly types: ValueTypes;
  readonly own: ReadonlyMap<string, ValueState>;
  readonly find: (value: string) => ValueState | undefined;
  readonly bodies: ReadonlyMap<Graph, Scope>;
}

export interface ScopeRun {
  readonly modes: ReadonlyMap<Node, Mode>;
  readonly opset: number;
  readonly type: HalfType;
}

/** @param border the width of the graph's own float inputs and outputs. */
export function scopeOf(graph: Graph, types: ValueTypes, border: Width, run: ScopeRun, outer?: Scope): Scope {
  const own = new Map<string, ValueState>();
  const add = (name: string, native: Width, tensor?: Tensor) => {
    if (name !== '') own.set(name, { name, native, tensor, wanted: new Set(), output: undefined, names: new Map() });
  };
  const isFloat = (name: string) => types.of(name)?.elementType === DataType.float32;
  for (const { name } of graph.inputs) if (isFloat(name)) add(name, border);
  for (const { values } of graph.sparseInitializers) if (isFloat(values.name)) add(values.name, 'single');
  for (const tensor of graph.initializers) if (tensor.dataType === DataType.float32) add(tensor.name, 'single', tensor);
  for (const node of graph.nodes) {
    const constant = constantTensor(node);
    const form = halfForm(node, run);
    node.outputs.forEach((output, at) => {
      if (constant?.dataType === DataType.float32) add(output, 'single', constant);
      else if (isFloat(output)) add(output, run.modes.get(node) === 'half' && form?.output(at) ? 'half' : 'single');
    });
  }
  const bodies = new Map<Graph, Scope>();
  const scope: Scope = { graph, types, own, find: (value) => own.get(value) ?? outer?.find(value), bodies };
  for (const node of graph.nodes) {
    if (run.modes.get(node) === 'single') continue;
    for (const { name, graph: body } of subgraphs(node)) {
      bodies.set(body, scopeOf(body, types.inside(node, name), 'half', run, scope));
    }
  }
  return scope;
}
