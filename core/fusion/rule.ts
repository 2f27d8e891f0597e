// What a fusion rule is: a pattern with guards, a reason in one sentence and a source.
import type { FusionView } from './view.ts';

export interface Match {
  /** Kind of the kernel, such as `conv-bn-activation`. */
  readonly kind: string;
  /** Node indexes in the order in which they compute. */
  readonly nodes: readonly number[];
  /** Nodes of other groups that this kernel computes once more for itself, such as a dequantizer with several readers. */
  readonly copied?: readonly number[];
  /** One sentence for people: what became one kernel and why. */
  readonly reason: string;
}

/** A neighbour that looks as if it would join and does not, with what stops it. */
export interface Apart {
  readonly nodes: readonly number[];
  readonly reason: string;
}

interface RuleWords {
  readonly name: string;
  /** Where the rule is known from. */
  readonly source: string;
}

/** A rule whose pattern begins at one node. */
export interface NodeRule extends RuleWords {
  /** A group that begins at `node`, which no other group holds yet; `stopped` collects what kept it from growing. */
  match(view: FusionView, node: number, stopped: (apart: Apart) => void): Match | undefined;
}

/** A rule that weighs the kernels of the whole graph against each other, over nodes that no group holds yet. */
export interface GraphRule extends RuleWords {
  matchAll(view: FusionView, stopped: (apart: Apart) => void): readonly Match[];
}

export type Rule = NodeRule | GraphRule;
