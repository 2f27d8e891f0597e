// Following a chain of nodes, each the only reader of the one before.
import type { Apart } from './rule.ts';
import type { FusionView } from './view.ts';

/**
 * The node that alone reads `node` and belongs to no group yet. Where a reader with a wanted operator exists but the
 * chain breaks, says why.
 */
export function nextInChain(
  view: FusionView,
  node: number,
  wanted: (operator: string) => boolean,
  stopped: (apart: Apart) => void,
): number | undefined {
  const sole = view.soleReader(node);
  if (sole !== undefined) return !view.claimed(sole) && wanted(view.operator(sole)) ? sole : undefined;
  const readers = view.readers(node);
  const reader = readers.find((candidate) => wanted(view.operator(candidate)) && !view.claimed(candidate));
  if (reader === undefined) return undefined;
  const others = readers.filter((candidate) => candidate !== reader).map((other) => view.name(other));
  const why = view.isOutput(node) ? 'is an output of the model' : `is also read by ${list(others)}`;
  stopped({
    nodes: [node, reader],
    reason: `${view.name(reader)} stays a kernel of its own: the result of ${view.name(node)} ${why}, so it must be written.`,
  });
  return undefined;
}

function list(names: readonly string[]): string {
  return names.length > 2 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(' and ');
}

/** The operand of a two-input node that is not `value`. */
export function otherInput(view: FusionView, node: number, value: string): string | undefined {
  const [left, right] = [view.input(node, 0), view.input(node, 1)];
  if (left === value) return right;
  return right === value ? left : undefined;
}

/** Whether the node is an operator and its inputs, in either order, hold `value` and a constant with that one element. */
export function isScaledBy(
  view: FusionView,
  node: number | undefined,
  operator: string,
  scalar: number,
  tolerance = 1e-3,
): boolean {
  if (node === undefined || view.operator(node) !== operator) return false;
  return [0, 1].some(
    (place) => Math.abs((view.scalar(view.input(node, place)) ?? Number.NaN) - scalar) <= tolerance * Math.abs(scalar),
  );
}
