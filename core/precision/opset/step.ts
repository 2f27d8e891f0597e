// One operator's change of form at one opset version, and what a change may ask of its surroundings.

import { nodeName } from '#core/graph/graphIndex.ts';
import { attribute } from '#core/onnx/attribute.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { Attribute, Node } from '#core/onnx/model.ts';

export interface Step {
  readonly opType: string;
  /** The opset version in which the new form begins. */
  readonly version: number;
  /** The nodes, in order, that do in the new form what `node` does in the form before. */
  readonly raise: (node: Node, scope: Scope) => readonly Node[] | Promise<readonly Node[]>;
}

/** What surrounds a node: constants can be added, and what is known of values can be asked. */
export interface Scope {
  /** Adds an int64 tensor of rank 1 and gives its name. */
  readonly indices: (base: string, values: ArrayLike<number | bigint>) => string;
  /** Adds an int64 tensor of rank 0 and gives its name. */
  readonly index: (base: string, value: number) => string;
  /** Adds a tensor of rank 0 of a floating type (a code of `core/onnx/dataType`) and gives its name. */
  readonly scalar: (base: string, dataType: number, value: number) => string;
  /** Adds a float32 tensor of rank 1 and gives its name. */
  readonly floats: (base: string, values: readonly number[]) => string;
  /** A new name for a value. */
  readonly value: (base: string) => string;
  /** The dimensions of a value as far as they are known; undefined where not even their number is. */
  readonly shape: (value: string) => readonly (number | string | undefined)[] | undefined;
  readonly elementType: (value: string) => number | undefined;
  /** The numbers of a constant; undefined where the value is computed. */
  readonly constant: (value: string) => Promise<readonly number[] | undefined>;
  /** Whether anything reads the value. */
  readonly isRead: (value: string) => boolean;
}

/** The node without some of its attributes; with new inputs and attributes where given. */
export function reform(
  node: Node,
  change: {
    without?: readonly string[];
    inputs?: readonly string[];
    attributes?: readonly Attribute[];
    opType?: string;
  },
): Node {
  const gone = new Set([...(change.without ?? []), ...(change.attributes ?? []).map(({ name }) => name)]);
  return {
    ...node,
    opType: change.opType ?? node.opType,
    inputs: change.inputs ?? node.inputs,
    attributes: [...node.attributes.filter(({ name }) => !gone.has(name)), ...(change.attributes ?? [])],
  };
}

/** Whole numbers as they stand: "to the end" is written as the largest int64, which a number cannot hold. */
export function exactInts(node: Node, name: string): BigInt64Array | undefined {
  const found = attribute(node, name);
  return found?.type === 'ints' ? found.value : undefined;
}

/** Input names without absent ones at the end. */
export function trimInputs(inputs: readonly string[]): readonly string[] {
  return inputs.slice(0, inputs.findLastIndex((name) => name !== '') + 1);
}

/** Refuses attributes that stand for a local function's attribute: their value is not known here. */
export function requireValues(node: Node, ...names: readonly string[]): void {
  for (const name of names) {
    if (attribute(node, name)?.refAttrName) {
      throw cannotRaise(node, `takes its '${name}' from an attribute of the local function around it`);
    }
  }
}

/** @param why continues "the node 'x' (Op) …" */
export function cannotRaise(node: Node, why: string): OnnxError {
  return new OnnxError(
    `The opset cannot be raised, because the node '${nodeName(node)}' (${node.opType}) ${why}`,
    'Export the model again with opset 13 or newer.',
  );
}
