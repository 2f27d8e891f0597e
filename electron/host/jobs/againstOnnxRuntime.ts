// What a comparison of TensorRT engines says of their outputs against ONNX Runtime's, which computes as the model states.
import type { BuildRecord } from '#core/contract/build.ts';
import type { Evaluation } from '#core/contract/measurement.ts';
import { ladder } from '#core/measure/ladder.ts';
import { notRun } from './failure.ts';
import type { StepOutcome } from './plan.ts';

export interface LadderSteps {
  /** Builds the model in FP32 for ONNX Runtime. */
  build(): Promise<StepOutcome<'build'>>;
  /** The first build is the reference. */
  evaluate(builds: readonly BuildRecord[]): Promise<StepOutcome<'evaluate'>>;
}

/** Sentences; none for engines of ONNX Runtime itself. What goes wrong here is a sentence too: the report stands without. */
export async function againstOnnxRuntime(
  builds: readonly BuildRecord[],
  steps: LadderSteps,
): Promise<readonly string[]> {
  const engines = builds.filter(({ target }) => target.startsWith('tensorrt'));
  if (engines.length === 0) return [];
  const reference = await steps.build();
  if (!reference.result) return [untold(reference)];
  const compared = await steps.evaluate([reference.result, ...engines]);
  if (!compared.result) return [untold(compared)];
  const { evaluations } = compared.result;
  const rungs = engines.flatMap(({ id, precision }) => {
    const evaluation = evaluations.find((one: Evaluation) => one.build === id);
    return evaluation ? [{ precision, evaluation }] : [];
  });
  return ladder(rungs);
}

function untold({ job }: StepOutcome<'build' | 'evaluate'>): string {
  return `The engines could not be held against ONNX Runtime: ${job.failure?.reason ?? notRun.reason}`;
}
