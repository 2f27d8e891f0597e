// One line of a chart of curves.
import type { Precision } from '#core/contract/recipe.ts';

export interface Curve {
  readonly id: string;
  readonly precision: Precision;
  /** Evenly spaced from `low` to `high` of the x axis. */
  readonly y: ArrayLike<number>;
}
