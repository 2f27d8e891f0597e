// Measures the layers of one stretch of a model, and carries the samples' FP32 values on to the next.
import type { LayerSensitivity } from '#core/contract/sensitivity.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { Model } from '#core/onnx/model.ts';
import type { Ranges } from '#core/precision/ranges.ts';
import type { Layer } from '#core/precision/sensitivity/planSensitivity.ts';
import { quantizeAlone } from '#core/precision/sensitivity/quantizeAlone.ts';
import type { Session } from '#electron/worker/backends/onnxruntime/session.ts';
import { breathe, type Context } from '#electron/worker/context.ts';
import type { Values } from '#electron/worker/value.ts';
import type { Stretch } from './cutModel.ts';
import { outputChange } from './outputChange.ts';
import { type PartOptions, withPart } from './partSession.ts';

export interface Measuring {
  readonly context: Context;
  /** Whether the time allowed is over. */
  isLate(): boolean;
  readonly ranges: Ranges;
  readonly target: string;
  readonly part: PartOptions;
  /** Names of the model's outputs. */
  readonly outputs: ReadonlySet<string>;
  /** Layers measured earlier. */
  readonly known: ReadonlySet<string>;
  found(layer: LayerSensitivity): void;
  skipped(node: string, reason: string): void;
}

/**
 * @param values for each sample all that the stretch and what follows read.
 * @returns the same for the next stretch.
 */
export async function measureStretch(
  run: Measuring,
  { layers, model, rest }: Stretch,
  values: readonly Values[],
): Promise<readonly Values[]> {
  const { context, part } = run;
  const after = await withPart(context, model, part, async (session) => {
    const results: Values[] = [];
    for (const one of values) {
      await breathe(context);
      results.push({ ...one, ...session.run(one) });
    }
    return results;
  });
  const open = layers.filter(({ name }) => !run.known.has(name));
  if (open.length > 0) {
    if (rest) await withPart(context, rest, part, (session) => measureAll(run, open, model, session, values, after));
    else await measureAll(run, open, model, undefined, values, after);
  }
  return rest ? after.map((one) => needed(one, rest)) : after;
}

async function measureAll(
  run: Measuring,
  layers: readonly Layer[],
  model: Model,
  rest: Session | undefined,
  before: readonly Values[],
  after: readonly Values[],
): Promise<void> {
  const { context, part } = run;
  const references: Values[] = [];
  for (const one of after) {
    await breathe(context);
    references.push(finished(run, one, rest));
  }
  for (const { name, opType } of layers) {
    if (run.isLate()) return;
    const alone = await quantizedAlone(run, model, name);
    if (!alone) continue;
    const change = outputChange();
    await withPart(context, alone, part, async (session) => {
      for (const [sample, values] of before.entries()) {
        await breathe(context);
        const perturbed = { ...after[sample], ...session.run(values) };
        change.add(references[sample] ?? {}, finished(run, perturbed, rest));
      }
    });
    run.found({ node: name, opType, ...change.result() });
  }
}

async function quantizedAlone(run: Measuring, model: Model, layer: string): Promise<Model | undefined> {
  try {
    const { openExternal } = run.part;
    return await quantizeAlone(model, layer, run.ranges, { target: run.target, openExternal });
  } catch (error) {
    if (!(error instanceof OnnxError)) throw error;
    run.skipped(layer, error.message);
    return undefined;
  }
}

/** The model's outputs, from all that is known after a stretch. */
function finished({ outputs }: Measuring, values: Values, rest: Session | undefined): Values {
  const here = Object.entries(values).filter(([name]) => outputs.has(name));
  return { ...Object.fromEntries(here), ...rest?.run(values) };
}

/** Only what is still read, so that memory holds one cut through the model and not all of its values. */
function needed(values: Values, rest: Model): Values {
  const names = new Set(rest.graph.inputs.map(({ name }) => name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)));
}
