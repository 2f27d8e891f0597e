// An engine's inputs and outputs in the protocol's words, and whether requests may share an inference.
import type { Recipe } from '#core/contract/recipe.ts';
import type { ServedTensor } from '#core/contract/serving.ts';
import type { Described } from '#electron/deploy/engine/hello.ts';
import { type Datatype, datatypeOf } from '#electron/deploy/protocol/datatype.ts';
import { ServingError } from '#electron/deploy/protocol/servingError.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';

export interface TensorSpec extends ServedTensor {
  readonly datatype: Datatype;
}

export interface EngineDescription {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** True where the first axis of every input and output is one and the same dynamic dimension. */
  readonly batchAxis: boolean;
}

/** @throws ServingError where an input is no tensor of a type that sessions pass. */
export function describeEngine({ inputs, outputs }: Described): EngineDescription {
  const names = new Set([...inputs, ...outputs].map(({ shape }) => shape[0]));
  const [name] = names;
  const outputNames = new Set(outputs.map(({ shape }) => shape[0]));
  const dynamic = [...names].every((size) => typeof size === 'string');
  // Outputs are often left without a name for what is the inputs' batch.
  const inputNames = new Set(inputs.map(({ shape }) => shape[0]));
  return {
    inputs: inputs.map(spec),
    outputs: outputs.map(spec),
    batchAxis: inputs.length > 0 && name !== undefined && dynamic && inputNames.size === 1 && outputNames.size === 1,
  };
}

function spec({ name, type, shape }: Port): TensorSpec {
  if (type === undefined) throw new ServingError('internal', `'${name}' is no tensor of a type that can be served`);
  return { name, datatype: datatypeOf(type), shape: shape.map((size) => (typeof size === 'number' ? size : -1)) };
}

/** The most rows that any profile holds; undefined where none limits them. */
export function profileRows(recipe: Recipe): number | undefined {
  const profiles = [recipe.profiles, ...(recipe.options.tensorrt?.moreProfiles ?? [])];
  const rows = profiles.flatMap((profile) => {
    const most = Object.values(profile).map(({ max }) => max[0] ?? 1);
    return most.length > 0 ? [Math.min(...most)] : [];
  });
  return rows.length > 0 ? Math.max(...rows) : undefined;
}
