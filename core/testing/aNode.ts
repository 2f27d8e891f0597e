// Nodes for tests, as one line: 'y = Conv(x, w, b)', with attributes as plain values.
import {
  floatAttr,
  floatsAttr,
  graphAttr,
  intAttr,
  intsAttr,
  stringAttr,
  stringsAttr,
  tensorAttr,
} from '#core/onnx/makeAttribute.ts';
import { makeNode } from '#core/onnx/makeNode.ts';
import type { Attribute, Graph, Node, Tensor } from '#core/onnx/model.ts';

/** A whole number is an int and any other number a float (write `floatAttr('alpha', 1)` for a float that is whole). */
export type PlainAttribute = number | string | readonly number[] | readonly string[] | Tensor | Graph | Attribute;

export type PlainAttributes = Readonly<Record<string, PlainAttribute>>;

/** 'y = Conv(x, w)', with a name 'conv1: y = Conv(x, w)', a domain 'y = com.microsoft.Gelu(x)', an absent input 'y = Clip(x, , max)'. */
export type NodeLine = string | readonly [line: string, attributes: PlainAttributes] | Node;

export function aNode(line: NodeLine): Node {
  if (typeof line !== 'string' && !isPair(line)) {
    return line;
  }
  const [text, attributes] = typeof line === 'string' ? [line, {}] : line;
  const match = /^(?:([^=]*?):\s+)?([^=]*)=\s*(?:([\w.]+)\.)?(\w+)\((.*)\)$/s.exec(text.trim());
  if (match === null) {
    throw new Error(`'${text}' is no node such as 'y = Conv(x, w)'`);
  }
  const [, name = '', outputs = '', domain = '', opType = '', inputs = ''] = match;
  return makeNode({
    name: name.trim(),
    domain,
    opType,
    inputs: names(inputs),
    outputs: names(outputs),
    attributes: Object.entries(attributes).map(([key, value]) => anAttribute(key, value)),
  });
}

function isPair(line: Exclude<NodeLine, string>): line is readonly [string, PlainAttributes] {
  return Array.isArray(line);
}

function names(text: string): readonly string[] {
  return text.trim() === '' ? [] : text.split(',').map((name) => name.trim());
}

export function anAttribute(name: string, value: PlainAttribute): Attribute {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? intAttr(name, value) : floatAttr(name, value);
  }
  if (typeof value === 'string') {
    return stringAttr(name, value);
  }
  if (isList(value)) {
    return listAttribute(name, value);
  }
  if ('refAttrName' in value) {
    return value;
  }
  return 'nodes' in value ? graphAttr(name, value) : tensorAttr(name, value);
}

function isList(value: PlainAttribute): value is readonly number[] | readonly string[] {
  return Array.isArray(value);
}

function listAttribute(name: string, values: readonly (number | string)[]): Attribute {
  if (values.some((value) => typeof value === 'string')) {
    return stringsAttr(name, values.map(String));
  }
  const numbers = values.map(Number);
  return numbers.every(Number.isInteger) ? intsAttr(name, numbers) : floatsAttr(name, numbers);
}
