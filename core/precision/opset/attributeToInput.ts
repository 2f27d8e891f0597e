// Operators whose attribute became an input: axes, splits, bounds, pads and counts.
import { floatAttribute, floatsAttribute, intAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Node } from '#core/onnx/model.ts';
import { cannotRaise, exactInts, reform, requireValues, type Scope, type Step, trimInputs } from './step.ts';

/** An optional attribute of whole numbers that becomes the input after the first. */
export function moved(opType: string, version: number, name: string): Step {
  return {
    opType,
    version,
    raise: (node, scope) => {
      requireValues(node, name);
      const values = exactInts(node, name);
      if (values === undefined) return [node];
      return [
        reform(node, { without: [name], inputs: [input(node), scope.indices(`${label(node)}_${name}`, values)] }),
      ];
    },
  };
}

function input(node: Node): string {
  return node.inputs[0] ?? '';
}

/** What constants of a node are named after. */
function label(node: Node): string {
  return node.name === '' ? (node.outputs[0] ?? node.opType) : node.name;
}

/** The floating type of a node's first input; float32 where it is not known, as it nearly always is. */
function typeOf(node: Node, scope: Scope): number {
  return scope.elementType(input(node)) ?? DataType.float32;
}

function raiseClip(node: Node, scope: Scope): readonly Node[] {
  requireValues(node, 'min', 'max');
  const bound = (name: 'min' | 'max') => {
    const value = floatAttribute(node, name);
    return value === undefined ? '' : scope.scalar(`${label(node)}_${name}`, typeOf(node, scope), value);
  };
  return [reform(node, { without: ['min', 'max'], inputs: trimInputs([input(node), bound('min'), bound('max')]) })];
}

function raisePad(node: Node, scope: Scope): readonly Node[] {
  requireValues(node, 'pads', 'value');
  const pads = scope.indices(`${label(node)}_pads`, exactInts(node, 'pads') ?? []);
  const value = floatAttribute(node, 'value', 0);
  const filler = value === 0 ? '' : scope.scalar(`${label(node)}_value`, typeOf(node, scope), value);
  return [reform(node, { without: ['pads', 'value'], inputs: trimInputs([input(node), pads, filler]) })];
}

function raiseSlice(node: Node, scope: Scope): readonly Node[] {
  const names = ['starts', 'ends', 'axes'];
  requireValues(node, ...names);
  const inputs = names.map((name) => {
    const values = exactInts(node, name);
    return values === undefined ? '' : scope.indices(`${label(node)}_${name}`, values);
  });
  return [reform(node, { without: names, inputs: trimInputs([input(node), ...inputs]) })];
}

function raiseTopK(node: Node, scope: Scope): readonly Node[] {
  requireValues(node, 'k');
  const count = intAttribute(node, 'k');
  if (count === undefined) throw cannotRaise(node, "has no attribute 'k'");
  return [reform(node, { without: ['k'], inputs: [input(node), scope.indices(`${label(node)}_k`, [count])] })];
}

function raiseUpsample(node: Node, scope: Scope): readonly Node[] {
  requireValues(node, 'scales');
  const scales = floatsAttribute(node, 'scales');
  if (scales === undefined) throw cannotRaise(node, "has no attribute 'scales'");
  const name = scope.floats(`${label(node)}_scales`, Array.from(scales));
  return [reform(node, { without: ['scales'], inputs: [input(node), name] })];
}

export const attributeToInputSteps: readonly Step[] = [
  { opType: 'Upsample', version: 9, raise: raiseUpsample },
  { opType: 'Slice', version: 10, raise: raiseSlice },
  { opType: 'TopK', version: 10, raise: raiseTopK },
  { opType: 'Clip', version: 11, raise: raiseClip },
  { opType: 'Pad', version: 11, raise: raisePad },
  moved('ReduceSum', 13, 'axes'),
  moved('Split', 13, 'split'),
  moved('Squeeze', 13, 'axes'),
  moved('Unsqueeze', 13, 'axes'),
];
