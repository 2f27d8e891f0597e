// Runs an engine before it is called ready, and proves on the way whether rows of a batch are independent.
import type { Recipe } from '#core/contract/recipe.ts';
import { split } from '#electron/deploy/batch/merge.ts';
import type { BatchOutput } from '#electron/deploy/batch/request.ts';
import { framedValue } from '#electron/deploy/engine/engineValues.ts';
import type { FramedTensor } from '#electron/deploy/engine/frame.ts';
import type { Described } from '#electron/deploy/engine/hello.ts';
import type { EngineSession } from '#electron/deploy/engine/startEngine.ts';
import type { Datatype } from '#electron/deploy/protocol/datatype.ts';
import { valueTypeOf } from '#electron/deploy/protocol/datatype.ts';
import { randomInputs } from '#electron/worker/data/random.ts';
import { valueOfBytes } from '#electron/worker/data/valueOfBytes.ts';
import { toNumbers } from '#electron/worker/value.ts';

export interface WarmUp {
  readonly ports: Described;
  readonly profiles: Recipe['profiles'];
  /** Runs of each size. */
  readonly runs: number;
}

/** Every session runs `sizes` rows, `runs` times each. @throws ServingError where the engine does not. */
export async function warmUp(
  sessions: readonly EngineSession[],
  sizes: readonly number[],
  task: WarmUp,
): Promise<void> {
  const wanted = task.ports.outputs.map((_, index) => index);
  for (const rows of sizes) {
    const inputs = inputsOf(task, rows, 0);
    for (let run = 0; run < task.runs; run += 1) {
      await Promise.all(sessions.map((session) => session.infer(inputs, wanted)));
    }
  }
}

/** Why rows may not share an inference; null where two of them together gave what each gave alone. */
export async function whyRowsDepend(session: EngineSession, task: WarmUp): Promise<string | null> {
  const wanted = task.ports.outputs.map((_, index) => index);
  const first = inputsOf(task, 1, 1);
  const second = inputsOf(task, 1, 2);
  try {
    const alone = [await session.infer(first, wanted), await session.infer(second, wanted)];
    const together = await session.infer(joined(first, second), wanted);
    const rows = split(together.tensors, [1, 1]);
    for (const [place, { tensors }] of alone.entries()) {
      const own = split(tensors, [1])[0] ?? [];
      const other = own.find((output, index) => !alike(output, rows[place]?.[index]));
      if (other) return `output '${task.ports.outputs[other.index]?.name}' of a row changes with the rows beside it`;
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** `sample` tells different random values apart. */
export function inputsOf({ ports, profiles }: Omit<WarmUp, 'runs'>, rows: number, sample: number): FramedTensor[] {
  const sized = ports.inputs.map((port) => ({
    ...port,
    shape: port.shape.map((size, axis) => (axis === 0 && typeof size === 'string' ? rows : size)),
  }));
  const own = Object.fromEntries(
    Object.entries(profiles).map(([name, profile]) => {
      const port = sized.find((candidate) => candidate.name === name);
      const [size] = port?.shape ?? [];
      return [name, { ...profile, opt: typeof size === 'number' ? [size, ...profile.opt.slice(1)] : profile.opt }];
    }),
  );
  const values = randomInputs(sized, { profiles: own, sample });
  return ports.inputs.flatMap(({ name }, index) => {
    const value = values[name];
    return value ? [framedValue(index, value)] : [];
  });
}

function joined(first: readonly FramedTensor[], second: readonly FramedTensor[]): FramedTensor[] {
  return first.map((tensor, place) => ({
    ...tensor,
    shape: [2, ...tensor.shape.slice(1)],
    parts: [...tensor.parts, ...(second[place]?.parts ?? [])],
  }));
}

/** Kernels for other batch sizes add in another order, which floats show in their last digits. */
const tolerance = 2e-2;

function alike(a: BatchOutput, b: BatchOutput | undefined): boolean {
  if (!b || a.bytes.byteLength !== b.bytes.byteLength) return false;
  if (Buffer.compare(a.bytes, b.bytes) === 0) return true;
  const [left, right] = [numbersOf(a.datatype, a.bytes), numbersOf(b.datatype, b.bytes)];
  if (!left || !right) return false;
  let largest = 0;
  for (const value of left) largest = Math.max(largest, Math.abs(value));
  return left.every((value, index) => Math.abs(value - (right[index] ?? Number.NaN)) <= tolerance * largest);
}

function numbersOf(
  datatype: Datatype,
  bytes: Uint8Array,
): (ArrayLike<number> & Iterable<number> & { every: Float32Array['every'] }) | undefined {
  const type = valueTypeOf(datatype);
  if (type === undefined || type === 'string' || !datatype.startsWith('FP')) return undefined;
  return toNumbers(valueOfBytes(type, bytes, [])) as Float32Array | undefined;
}
