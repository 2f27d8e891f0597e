// Shapes of training steps (ai.onnx.preview.training): each state keeps its own.
import type { Fact } from '../fact.ts';
import type { RuleContext, Rules } from '../rule.ts';

/** After the rate and the step come groups of tensors, one for each state; `kept` are the groups that come out. */
function step(groups: number, kept: readonly number[]): (context: RuleContext) => readonly Fact[] {
  return ({ inputs }) => {
    const size = Math.floor((inputs.length - 2) / groups);
    return kept.flatMap((group) =>
      inputs.slice(2 + group * size, 2 + (group + 1) * size).map((fact) => ({ type: fact?.type })),
    );
  };
}

export const trainingRules: Rules = {
  Adagrad: step(3, [0, 2]),
  Adam: step(4, [0, 2, 3]),
  Momentum: step(3, [0, 2]),
};
