// What a control-flow node is asked to give out of its bodies, and what it gives.
import type { Graph, Node } from '#core/onnx/model.ts';
import type { FreshName } from '../freshNames.ts';

/** Values that a node's bodies can give out: under which name, by that of the value as the model has it. */
export type Given = ReadonlyMap<string, string>;

/** A control-flow node about to give out values of its bodies, each of these with what it can give. */
export interface Crossing {
  readonly node: Node;
  readonly bodies: readonly { readonly attribute: string; readonly graph: Graph; readonly given: Given }[];
  readonly names: FreshName;
  /** Whether a value of a body has the same shape every time that the body runs. */
  isFixed(attribute: string, value: string): boolean;
}

/** What stands for the node then, and the values of its graph that hold what its bodies give. */
export interface Crossed {
  readonly nodes: readonly Node[];
  readonly given: Given;
}
