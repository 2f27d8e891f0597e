// A stretch of pointwise nodes behind a node that can run in that node's kernel.
import type { FusionView } from '../view.ts';
import { sameShape } from '../view.ts';
import { operatorClass } from './operatorClass.ts';

/** A generated pointwise kernel holds only so many operators (developer guide: its size is limited). */
const mostOperators = 20;

/** More activations than this a pointwise kernel does not read. */
export const mostInputs = 4;

export interface TailOptions {
  /** Activations of the graph that the stretch may read besides its own, such as a residual. */
  readonly outside: number;
  /** Whether what it reads or writes may have another shape than the result of `start`. */
  readonly broadcasts: boolean;
  readonly accepts: (node: number) => boolean;
}

/**
 * Grows from `start` along its readers, as far as only the last node's result is read outside. Two branches that meet
 * again (x · sigmoid(x)) are one stretch. Empty where the first reader cannot join.
 */
export function pointwiseTail(
  view: FusionView,
  start: number,
  { outside, broadcasts, accepts }: TailOptions,
): readonly number[] {
  const inside = new Set([start]);
  const order = [start];
  let foreign = 0;
  let whole = 1;
  while (order.length <= mostOperators && !order.slice(0, -1).some((node) => view.isOutput(node))) {
    const next = nextReader(view, order, inside);
    if (next === undefined || view.claimed(next) || !accepts(next) || !joins(view, next)) break;
    const others = otherActivations(view, next, inside);
    if (
      !broadcasts &&
      others.some((value) => !sameShape(view.shape(value), view.shape(view.nodes[start]?.outputs[0] ?? '')))
    )
      break;
    foreign += others.length;
    if (foreign > outside) break;
    inside.add(next);
    order.push(next);
    if (isClosed(view, order, inside)) whole = order.length;
  }
  return order.slice(1, whole);
}

/** Scales a channel, which normalizations are, never join (developer guide: pointwise fusion takes uniform scales). */
function joins(view: FusionView, node: number): boolean {
  const isNorm = view.operator(node) === 'BatchNormalization';
  return operatorClass(view, node) === 'pointwise' && !isNorm && !isChannelScale(view, node);
}

const scaling = new Set(['Mul', 'Div', 'Add', 'Sub']);

/** An image and one stored constant a channel: TensorRT runs it as a Scale layer. */
export function isChannelScale(view: FusionView, node: number): boolean {
  if (!scaling.has(view.operator(node))) return false;
  const rank = view.shape(view.nodes[node]?.outputs[0] ?? '')?.length;
  const constant = view.nodes[node]?.inputs.find((value) => view.isStored(value));
  const shape = constant === undefined ? undefined : view.shape(constant);
  if (rank !== 4 || !shape) return false;
  const channel = shape.length - 3;
  return shape.every((size, axis) => (axis === channel ? size !== 1 : size === 1)) && channel >= 0;
}

/** The reader outside that comes first in the order of computation, so that both ends of a branch are found in turn. */
function nextReader(view: FusionView, order: readonly number[], inside: ReadonlySet<number>): number | undefined {
  let first: number | undefined;
  for (const node of order) {
    for (const reader of view.readers(node)) {
      if (!inside.has(reader) && (first === undefined || reader < first)) first = reader;
    }
  }
  return first;
}

function otherActivations(view: FusionView, node: number, inside: ReadonlySet<number>): readonly string[] {
  const inputs = view.nodes[node]?.inputs.map((_, place) => view.input(node, place)) ?? [];
  return inputs.filter((value) => {
    if (value === '' || view.isConstant(value)) return false;
    const producer = view.producer(value);
    return producer === undefined || !inside.has(producer);
  });
}

/** Whether every node but the last is read inside only. */
function isClosed(view: FusionView, order: readonly number[], inside: ReadonlySet<number>): boolean {
  return order
    .slice(0, -1)
    .every((node) => !view.isOutput(node) && view.readers(node).every((reader) => inside.has(reader)));
}
