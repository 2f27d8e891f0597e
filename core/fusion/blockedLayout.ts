// Which values and nodes ONNX Runtime keeps in its blocked layout (NCHWc), where convolutions add in place.
import { intAttribute, stringAttribute } from '#core/onnx/attribute.ts';
import { type FusionView, sameShape } from './view.ts';

// Channels in a block of the NCHWc layout: 16 with AVX-512, 8 with AVX2 (MLAS). Only grouped convolutions depend on it.
const block = 8;

export const pools: ReadonlySet<string> = new Set(['MaxPool', 'AveragePool', 'GlobalMaxPool', 'GlobalAveragePool']);
const elementwise = new Set([
  'Add',
  'Sum',
  'Relu',
  'Sigmoid',
  'Tanh',
  'Clip',
  'LeakyRelu',
  'HardSigmoid',
  'HardSwish',
  'BatchNormalization',
  'Mul',
  'Concat',
]);

const binary = new Set(['Add', 'Sum', 'Mul', 'Concat']);

/** Whether MLAS runs the convolution in its blocked layout: two spatial axes, constant weights, and groups that fit the block. */
export function isBlocked(view: FusionView, node: number): boolean {
  const found = view.nodes[node];
  const weights = view.shape(view.input(node, 1));
  if (!found || view.operator(node) !== 'Conv' || weights?.length !== 4 || !view.isConstant(view.input(node, 1)))
    return false;
  const group = intAttribute(found, 'group', 1);
  const [out, perGroup] = weights;
  if (typeof out !== 'number' || typeof perGroup !== 'number') return false;
  if (group === 1) return true;
  if (perGroup === 1 && out === group) return out % block === 0;
  return perGroup % block === 0 && (out / group) % block === 0;
}

const blockedValuesOf = new WeakMap<FusionView, ReadonlySet<string>>();

/** Whether the value stays in the blocked layout, so that a convolution can add it in place. */
export function isBlockedValue(view: FusionView, value: string): boolean {
  const known = blockedValuesOf.get(view) ?? blockedValues(view);
  blockedValuesOf.set(view, known);
  return known.has(view.source(value));
}

/** In the order of computation, so that each node is looked at once. */
function blockedValues(view: FusionView): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of Array.from(view.order)) {
    const output = view.nodes[node]?.outputs[0] ?? '';
    if (writesBlocked(view, node, output, found)) found.add(output);
  }
  return found;
}

function writesBlocked(view: FusionView, node: number, output: string, blocked: ReadonlySet<string>): boolean {
  const operator = view.operator(node);
  if (operator === 'Conv') return isBlocked(view, node);
  if (pools.has(operator)) return view.shape(view.input(node, 0))?.length === 4;
  if (operator === 'Resize') return isBlockedResize(view, node) && blocked.has(view.input(node, 0));
  if (!elementwise.has(operator)) return false;
  // What joins two values does so in the blocked layout only where both are in it, of one shape.
  const joined = binary.has(operator)
    ? (view.nodes[node]?.inputs.map((_, place) => view.input(node, place)) ?? [])
    : [view.input(node, 0)];
  const shape = view.shape(output);
  const folded = foldedInto(view, node, joined);
  if (folded !== undefined) return blocked.has(view.source(folded));
  return joined.every(
    (input) =>
      (operator === 'Concat' || joined.length === 1 || sameShape(view.shape(input), shape)) &&
      blocked.has(view.source(input)),
  );
}

const linearForms = new Set(['asymmetric', 'align_corners', 'half_pixel']);

/** Images that grow by whole factors: nearest from the lower corner, or linear (NchwcTransformer, Upsample). */
function isBlockedResize(view: FusionView, node: number): boolean {
  const found = view.nodes[node];
  const [from, to] = [view.shape(view.input(node, 0)), view.shape(found?.outputs[0] ?? '')];
  if (!found || from?.length !== 4 || to?.length !== 4) return false;
  const factors = to.map((size, axis) => Number(size) / Number(from[axis]));
  if (factors[0] !== 1 || factors[1] !== 1 || !factors.every(Number.isInteger)) return false;
  const form = stringAttribute(found, 'coordinate_transformation_mode', 'half_pixel');
  const mode = stringAttribute(found, 'mode', 'nearest');
  if (mode === 'linear') return linearForms.has(form);
  const rounding = stringAttribute(found, 'nearest_mode', 'round_prefer_floor');
  return mode === 'nearest' && form === 'asymmetric' && rounding === 'floor';
}

/** A normalization of a blocked value, folded into no convolution, becomes one of a group a channel (NchwcTransformer). */
export function isBlockedNormalization(view: FusionView, node: number): boolean {
  if (view.operator(node) !== 'BatchNormalization') return false;
  const input = view.input(node, 0);
  const before = view.producer(input);
  const folded = before !== undefined && view.operator(before) === 'Conv' && view.soleReader(before) === node;
  const channels = view.shape(input)?.[1];
  return !folded && typeof channels === 'number' && channels % block === 0 && isBlockedValue(view, input);
}

/** The convolution's result that a constant factor or summand is folded into; undefined where the node joins two values. */
function foldedInto(view: FusionView, node: number, joined: readonly string[]): string | undefined {
  const [value, ...more] = joined.filter((input) => !view.isConstant(input));
  const before = value === undefined ? undefined : view.producer(value);
  if (before === undefined || more.length > 0 || joined.length !== 2) return undefined;
  return view.operator(before) === 'Conv' && view.soleReader(before) === node ? value : undefined;
}
