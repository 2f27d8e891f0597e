// Why a node stays in FP32, if it does: one reason after the other, the plainest first.
import { stringAttribute, subgraphs } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Node } from '#core/onnx/model.ts';
import type { Constants } from '../constants.ts';
import { type KeepRules, recipeReason } from '../keep.ts';
import type { ValueTypes } from '../valueTypes.ts';
import type { ConstantLoss } from './constantLoss.ts';
import { type HalfForm, halfForm } from './halfForm.ts';
import type { HalfType } from './halfType.ts';
import type { Losses } from './losses.ts';
import { blockedFor, blockedForRange, moving, scatteredSums } from './operatorRules.ts';
import type { QuantizedForm } from './quantized.ts';

export interface DecisionOptions {
  readonly opset: number;
  readonly type: HalfType;
  readonly keep: KeepRules | undefined;
  readonly quantized: QuantizedForm | undefined;
  /** Operators taken off the block list. */
  readonly convert: ReadonlySet<string>;
  readonly ranges: ReadonlyMap<string, { readonly min: number; readonly max: number }> | undefined;
  readonly loss: Losses;
  readonly isLocalFunction: (node: Node) => boolean;
}

/** What is known where a node stands. */
export interface Around {
  readonly types: ValueTypes;
  readonly constants: Constants;
  /** Values that the type may not hold, with the reason. */
  readonly wide: Map<string, string>;
  /** Values that a node in FP32 has given. */
  readonly inSingle: Set<string>;
}

/** Calibration data is not all data: what was observed may be half of what comes. */
const observedShare = 0.5;

/** @param isSize whether the node does arithmetic on sizes of tensors. */
export function reasonFor(node: Node, isSize: boolean, around: Around, options: DecisionOptions): string | undefined {
  const recipe = recipeReason(node, options.keep);
  if (recipe !== undefined) return recipe;
  if (subgraphs(node).length > 0 && !isKnownControl(node, options))
    return `Lathe does not know the bodies of ${node.opType}`;
  if (options.isLocalFunction(node)) return 'it calls a local function, which other nodes may share';
  const form = halfForm(node, options);
  if (form === undefined)
    return `Lathe does not know whether ${node.domain || 'opset'}'s ${node.opType} takes ${options.type.name}`;
  return (
    formReason(node, form, around, options) ??
    observedReason(node, around, options) ??
    unknownReason(node, around) ??
    blockedReason(node, options) ??
    (isSize ? `it computes with sizes of tensors, for which ${options.type.name} is too coarse` : undefined) ??
    inputReason(node, form, around, options)
  );
}

/** The Scan of opset 8 loops over a batch besides, with other places for its inputs. */
function isKnownControl(node: Node, { opset }: DecisionOptions): boolean {
  return node.domain === '' && (['If', 'Loop'].includes(node.opType) || (node.opType === 'Scan' && opset >= 9));
}

function isFloat(value: string, { types }: Around): boolean {
  return types.of(value)?.elementType === DataType.float32;
}

function formReason(node: Node, form: HalfForm, around: Around, { opset, type }: DecisionOptions): string | undefined {
  const outputs = node.outputs.flatMap((output, at) => (isFloat(output, around) ? [at] : []));
  if (outputs.some((at) => !form.output(at))) return `${node.opType} gives FP32 in opset ${opset}`;
  const takes = node.inputs.some((input, at) => isFloat(input, around) && form.input(at));
  if (outputs.length > 0 || takes || subgraphs(node).length > 0) return undefined;
  return `${node.opType} has no ${type.name} form in opset ${opset}`;
}

function unknownReason(node: Node, { types }: Around): string | undefined {
  const unknown = [...node.inputs, ...node.outputs].find((value) => value !== '' && !types.of(value)?.elementType);
  return unknown === undefined ? undefined : `the type of '${unknown}' is not a known tensor type`;
}

function blockedReason(node: Node, options: DecisionOptions): string | undefined {
  if (options.convert.has(node.opType) || isObservedSafe(node, options)) return undefined;
  if (node.opType.startsWith('Scatter') && stringAttribute(node, 'reduction', 'none') !== 'none') {
    return scatteredSums(options.type);
  }
  return blockedFor(options.type).get(node.opType);
}

function inputReason(node: Node, form: HalfForm, around: Around, { loss }: DecisionOptions): string | undefined {
  const floats = node.inputs.flatMap((input, at) => (isFloat(input, around) && form.input(at) ? [{ input, at }] : []));
  for (const { input, at } of floats) {
    const lost = loss(input, around.constants);
    if (lost !== undefined && !isHarmless(node, at, lost)) return `its constant '${input}' ${lost.what}`;
    const wide = around.wide.get(input);
    if (wide !== undefined) return `it reads '${input}', ${wide}`;
  }
  const data = floats.filter(({ input }) => around.constants(input) === undefined);
  const follows = moving.has(node.opType) && data.length > 0 && data.every(({ input }) => around.inSingle.has(input));
  return follows ? 'its data is in FP32' : undefined;
}

/**
 * A bound beyond the type's range bounds nothing there either, and is written as its largest value. A bias that vanishes
 * was too small to be seen beside the sum of products that it is added to.
 */
function isHarmless(node: Node, input: number, { kind }: ConstantLoss): boolean {
  if (node.opType === 'Clip') return input > 0;
  return kind === 'underflow' && input === 2 && ['Conv', 'ConvTranspose', 'Gemm'].includes(node.opType);
}

/** Whether a value was observed where the type cannot be trusted with it. */
export function beyond(value: string, { ranges, type }: DecisionOptions): boolean {
  const range = ranges?.get(value);
  if (range === undefined) return false;
  const size = Math.max(Math.abs(range.min), Math.abs(range.max));
  return !(size <= type.largest * observedShare) || (size > 0 && size < type.smallestNormal);
}

function observedReason(node: Node, around: Around, options: DecisionOptions): string | undefined {
  const value = [...node.inputs, ...node.outputs].find((name) => isFloat(name, around) && beyond(name, options));
  if (value === undefined) return undefined;
  const { min = 0, max = 0 } = options.ranges?.get(value) ?? {};
  const { name, largest } = options.type;
  const range = `${Number(min.toPrecision(3))} to ${Number(max.toPrecision(3))}`;
  return Math.max(Math.abs(min), Math.abs(max)) < 1
    ? `'${value}' was observed from ${range}, too small for ${name}`
    : `'${value}' was observed from ${range}, too near to or beyond ${name}'s ±${Number(largest.toPrecision(5))}`;
}

function isObservedSafe(node: Node, { ranges }: DecisionOptions): boolean {
  return (
    blockedForRange.has(node.opType) && [node.inputs[0] ?? '', ...node.outputs].every((value) => ranges?.has(value))
  );
}
