// Convolution with what follows it: scale and shift, BatchNormalization, a residual Add, an activation.
import { intsAttribute } from '#core/onnx/attribute.ts';
import { nextInChain, otherInput } from '../chain.ts';
import type { Apart, Match, NodeRule } from '../rule.ts';
import { type FusionView, sameShape } from '../view.ts';

export interface ConvolutionOptions {
  readonly source: string;
  readonly activations: ReadonlySet<string>;
  /** Whether the convolution may add `other` (its residual) to its own result; the reason where it may not. */
  residual(view: FusionView, convolution: number, add: number, other: string): true | string;
  /** Whether an activation of several nodes follows, such as HardSigmoid and Mul. */
  composed(
    view: FusionView,
    last: number,
    convolution: number,
    stopped: (apart: Apart) => void,
  ): readonly number[] | undefined;
  /** A pooling that runs in the same kernel. */
  pooled?(view: FusionView, last: number, convolution: number): number | undefined;
  /** Whether the constants of `next` can become part of the convolution's weights. */
  folds?(view: FusionView, convolution: number, next: number, stopped: (apart: Apart) => void): boolean;
  /** Whether a BatchNormalization by itself runs as a convolution, one channel at a time. */
  normalizes?(view: FusionView, node: number): boolean;
  /** Operators that may be folded or fused after a ConvTranspose too. */
  readonly transposed: boolean;
}

export function convolutionRule(options: ConvolutionOptions): NodeRule {
  return {
    name: 'convolution',
    source: options.source,
    match(view, node, stopped) {
      const operator = view.operator(node);
      const normalizes = operator === 'BatchNormalization' && options.normalizes?.(view, node) === true;
      if (operator !== 'Conv' && operator !== 'ConvTranspose' && !normalizes) return undefined;
      const chain = [node];
      const kinds = [normalizes ? 'bn' : operator === 'Conv' ? 'conv' : 'convtranspose'];
      const words: string[] = [];
      const last = () => chain[chain.length - 1] ?? node;
      const join = (next: number, kind: string, word: string) => {
        chain.push(next);
        kinds.push(kind);
        words.push(word);
      };

      const folded = () => {
        const next = normalizes ? undefined : nextFolded(view, last(), stopped);
        return next === undefined || options.folds?.(view, node, next, stopped) === false ? undefined : next;
      };
      const pad = foldedPad(view, node);
      if (pad !== undefined && operator === 'Conv') {
        chain.unshift(pad);
        words.push('the padding becomes its own');
      }
      for (let next = folded(); next !== undefined; next = folded()) {
        const isNorm = view.operator(next) === 'BatchNormalization';
        join(next, isNorm ? 'bn' : 'scale', `${view.operator(next)} is folded into its weights`);
      }
      if (operator === 'Conv' || normalizes || options.transposed) {
        const add = residualAdd(view, node, last(), options, stopped);
        if (add !== undefined) join(add, 'add', 'the residual is added while the result is in registers');
        const activation = nextInChain(view, last(), (name) => options.activations.has(name), stopped);
        const composed = activation === undefined ? options.composed(view, last(), node, stopped) : undefined;
        if (activation !== undefined)
          join(activation, 'activation', `${view.operator(activation)} is applied before the result is written`);
        else if (composed) {
          chain.push(...composed);
          kinds.push('activation');
          words.push(
            `${composed.map((part) => view.operator(part)).join(' and ')} are applied before the result is written`,
          );
        }
      }
      const pool = options.pooled?.(view, last(), node);
      if (pool !== undefined) join(pool, 'pool', `${view.operator(pool)} reads the result before it is written`);
      if (chain.length === 1) return undefined;
      return {
        kind: kinds.join('-'),
        nodes: chain,
        reason: `One ${operator} kernel: ${words.join('; ')}.`,
      } satisfies Match;
    },
  };
}

/** A constant zero Pad of spatial axes before the convolution, read by it alone. */
function foldedPad(view: FusionView, node: number): number | undefined {
  const pad = view.producer(view.input(node, 0));
  if (pad === undefined || view.operator(pad) !== 'Pad' || view.claimed(pad) || view.soleReader(pad) !== node)
    return undefined;
  const found = view.nodes[pad];
  const amounts = view.values(view.input(pad, 1)) ?? (found && intsAttribute(found, 'pads', undefined));
  const fill = view.input(pad, 2) === '' ? 0 : view.scalar(view.input(pad, 2));
  if (!amounts || fill !== 0 || amounts.some((amount) => amount < 0)) return undefined;
  const rank = amounts.length / 2;
  return [0, 1, rank, rank + 1].every((place) => amounts[place] === 0) ? pad : undefined;
}

/** BatchNormalization with constant statistics, or Mul/Add by a constant a channel. */
function nextFolded(view: FusionView, last: number, stopped: (apart: Apart) => void): number | undefined {
  return nextInChain(
    view,
    last,
    (operator) => ['BatchNormalization', 'Mul', 'Add'].includes(operator),
    (apart) => {
      const reader = apart.nodes[1];
      if (reader !== undefined && view.operator(reader) === 'BatchNormalization') stopped(apart);
    },
  ) === undefined
    ? undefined
    : foldable(view, last);
}

function foldable(view: FusionView, last: number): number | undefined {
  const next = view.soleReader(last);
  if (next === undefined) return undefined;
  if (view.operator(next) === 'BatchNormalization')
    return [1, 2, 3, 4].every((place) => view.isConstant(view.input(next, place))) ? next : undefined;
  const value = view.nodes[last]?.outputs[0] ?? '';
  const other = otherInput(view, next, value);
  if (other === undefined || !view.isConstant(other)) return undefined;
  const shape = view.shape(other);
  const rank = view.shape(value)?.length ?? 4;
  // onnxruntime folds a scalar factor, yet leaves a scalar summand (observed with 1.32).
  if (shape?.every((size) => size === 1)) return view.operator(next) === 'Mul' ? next : undefined;
  const channels = shape?.findIndex((size) => size !== 1);
  return shape && channels === shape.length - (rank - 1) && shape.filter((size) => size !== 1).length === 1
    ? next
    : undefined;
}

function residualAdd(
  view: FusionView,
  convolution: number,
  last: number,
  options: ConvolutionOptions,
  stopped: (apart: Apart) => void,
): number | undefined {
  const add = nextInChain(view, last, (operator) => operator === 'Add' || operator === 'Sum', stopped);
  if (add === undefined || view.nodes[add]?.inputs.length !== 2) return undefined;
  const value = view.nodes[last]?.outputs[0] ?? '';
  const other = otherInput(view, add, value);
  if (other === undefined || other === value) return undefined;
  const apart = (reason: string) => {
    stopped({ nodes: [convolution, add], reason });
    return undefined;
  };
  if (view.isConstant(other))
    return apart(
      `${view.name(add)} adds a constant that is not one value a channel, which the convolution's bias cannot hold.`,
    );
  if (!sameShape(view.shape(value), view.shape(other)))
    return apart(
      `${view.name(add)} broadcasts, or its shapes are not known to be equal, so the convolution cannot add in place.`,
    );
  const allowed = options.residual(view, convolution, add, other);
  return allowed === true ? add : apart(allowed);
}
