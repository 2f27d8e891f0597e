// Reading a node's attributes by name and kind, with the default that the operator has.
import { OnnxError } from './error.ts';
import type { Attribute, AttributeValue, Graph, Node, SparseTensor, Tensor, Type } from './model.ts';
import { decodeUtf8 } from './utf8.ts';

/** What `attribute` and its kin read from: a node, or anything else that has attributes and can be named. */
export type WithAttributes = Pick<Node, 'attributes' | 'opType' | 'name' | 'outputs'>;

/** The attribute of that name, whatever its kind. */
export function attribute(node: WithAttributes, name: string): Attribute | undefined {
  return node.attributes.find((candidate) => candidate.name === name);
}

type Values = { readonly [Value in AttributeValue as Value['type']]: Value['value'] };

/** Undefined where the attribute is not there, or where it stands for an attribute of the local function. */
function valueOfKind<Kind extends keyof Values>(
  node: WithAttributes,
  name: string,
  kind: Kind,
): Values[Kind] | undefined {
  const found: AttributeValue | undefined = node.attributes.find(
    (item) => item.name === name && item.refAttrName === '',
  );
  if (found === undefined) {
    return undefined;
  }
  if (!isKind(found, kind)) {
    const owner = `${node.opType} node '${node.name === '' ? (node.outputs[0] ?? '') : node.name}'`;
    throw new OnnxError(
      `The attribute '${name}' of ${owner} is of kind ${found.type}, where ${kind} is meant`,
      `Give '${name}' a value of kind ${kind}, or export the model again.`,
    );
  }
  return found.value;
}

function isKind<Kind extends keyof Values>(
  item: { readonly type: string },
  kind: Kind,
): item is { readonly type: Kind; readonly value: Values[Kind] } {
  return item.type === kind;
}

/** A whole number; throws `OnnxError` where the attribute is of another kind or beyond 2⁵³. */
export function intAttribute<Fallback = undefined>(
  node: WithAttributes,
  name: string,
  fallback?: Fallback,
): number | Fallback {
  const value = valueOfKind(node, name, 'int');
  return value === undefined ? (fallback as Fallback) : safeNumber(value, name);
}

/** Whole numbers; throws `OnnxError` where the attribute is of another kind or one is beyond 2⁵³. */
export function intsAttribute<Fallback = undefined>(
  node: WithAttributes,
  name: string,
  fallback?: Fallback,
): readonly number[] | Fallback {
  const value = valueOfKind(node, name, 'ints');
  return value === undefined ? (fallback as Fallback) : Array.from(value, (item) => safeNumber(item, name));
}

function safeNumber(value: bigint, name: string): number {
  const number = Number(value);
  // Exporters write the ends of int64 for "to the end" (Slice, Clip); those may lose their last bits.
  if (!Number.isSafeInteger(number) && value < 2n ** 62n && value > -(2n ** 62n)) {
    throw new OnnxError(
      `The attribute '${name}' has the value ${value}, which is too large`,
      'Export the model again.',
    );
  }
  return number;
}

export function floatAttribute<Fallback = undefined>(
  node: WithAttributes,
  name: string,
  fallback?: Fallback,
): number | Fallback {
  return valueOfKind(node, name, 'float') ?? (fallback as Fallback);
}

export function floatsAttribute<Fallback = undefined>(
  node: WithAttributes,
  name: string,
  fallback?: Fallback,
): Float32Array | Fallback {
  return valueOfKind(node, name, 'floats') ?? (fallback as Fallback);
}

export function stringAttribute<Fallback = undefined>(
  node: WithAttributes,
  name: string,
  fallback?: Fallback,
): string | Fallback {
  const value = valueOfKind(node, name, 'string');
  return value === undefined ? (fallback as Fallback) : decodeUtf8(value);
}

export function stringsAttribute<Fallback = undefined>(
  node: WithAttributes,
  name: string,
  fallback?: Fallback,
): readonly string[] | Fallback {
  return valueOfKind(node, name, 'strings')?.map((bytes) => decodeUtf8(bytes)) ?? (fallback as Fallback);
}

export function tensorAttribute(node: WithAttributes, name: string): Tensor | undefined {
  return valueOfKind(node, name, 'tensor');
}

export function sparseTensorAttribute(node: WithAttributes, name: string): SparseTensor | undefined {
  return valueOfKind(node, name, 'sparseTensor');
}

export function graphAttribute(node: WithAttributes, name: string): Graph | undefined {
  return valueOfKind(node, name, 'graph');
}

export function typeAttribute(node: WithAttributes, name: string): Type | undefined {
  return valueOfKind(node, name, 'type');
}

/** Every graph that a node's attributes hold, with the attribute's name (If, Loop, Scan, …). */
export function subgraphs(node: WithAttributes): readonly { readonly name: string; readonly graph: Graph }[] {
  return node.attributes.flatMap((item) => {
    if (item.type === 'graph' && item.refAttrName === '') {
      return [{ name: item.name, graph: item.value }];
    }
    return item.type === 'graphs' ? item.value.map((graph) => ({ name: item.name, graph })) : [];
  });
}
