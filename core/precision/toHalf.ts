// Rewrites a model to FP16 or BF16: weights, values and bodies, with casts around what stays in FP32.
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { foldBatchNorm } from './foldBatchNorm.ts';
import { freshNames } from './freshNames.ts';
import { decide } from './half/decide.ts';
import { type HalfType, halfTypes } from './half/halfType.ts';
import { readLosses } from './half/losses.ts';
import { narrowScalesOpset, type QuantizedForm, throughCodes } from './half/quantized.ts';
import { rewriteGraph } from './half/rewrite.ts';
import { scopeOf } from './half/valueStates.ts';
import { nameVersions, noteWants } from './half/wants.ts';
import { withoutHardSwish } from './half/withoutHardSwish.ts';
import { inlineFunctions } from './inlineFunctions.ts';
import type { KeepRules, KeptNode } from './keep.ts';
import { oldestOpset } from './opset/steps.ts';
import { commonOpset, raiseOpset, standardOpset } from './opset.ts';
import { typesAt, valueTypes } from './valueTypes.ts';
import { withoutFilledInputs } from './withoutFilledInputs.ts';

export interface HalfOptions {
  /** FP16 where nothing is said. */
  readonly type?: 'fp16' | 'bf16' | undefined;
  /** Whether inputs and outputs stay FP32, with casts inside (the default). */
  readonly keepIo?: boolean | undefined;
  /** Observed ranges by value name: nodes whose values leave half of the type's range stay in FP32. */
  readonly ranges?: ReadonlyMap<string, { readonly min: number; readonly max: number }> | undefined;
  readonly keep?: KeepRules | undefined;
  /** Operators to convert although they are on the block list. */
  readonly convert?: readonly string[] | undefined;
  /** The model holds Q/DQ of Lathe's, and this is what becomes of them; absent: a model with Q/DQ is refused. */
  readonly quantized?: QuantizedForm | undefined;
  /** Inferred where not given. */
  readonly shapes?: ShapeTable | undefined;
  readonly openExternal?: OpenExternal | undefined;
}

export interface HalfResult {
  readonly model: Model;
  /** Every node that has float values and stays in FP32, with its reason. */
  readonly kept: readonly KeptNode[];
  /** How many Cast nodes were put in. */
  readonly casts: number;
}

/**
 * Gives the model with float32 replaced by a type of 16 bits (round to nearest, ties to even) wherever that is safe: see
 * `half/operatorRules` for the operators that are not, and `kept` for what else stays. Batch normalisations are folded
 * first, in float64, because their variances are what FP16 loses first; local functions are put where they are called.
 * For FP16 opset 7 or newer stays as it is; BF16 needs opset 22, in which convolutions take it, and Q/DQ 19.
 * A value is cast at most once in each direction. The same arguments give the same bytes.
 *
 * @throws OnnxError where the model is quantized already or its opset is older than 7.
 */
export async function toHalf(model: Model, options: HalfOptions = {}): Promise<HalfResult> {
  const type = halfTypes[options.type ?? 'fp16'];
  const { openExternal, quantized } = options;
  if (quantized === undefined) requireFloat(model);
  const raised = await withOpset(model, type, quantized, openExternal);
  const opset = standardOpset(raised.opsets);
  const plain = await foldBatchNorm({ ...raised, graph: withoutFilledInputs(raised.graph) }, openExternal);
  const types = options.shapes ? typesAt(options.shapes, '') : await valueTypes(plain, openExternal);
  const functions = new Set(plain.functions.map(({ domain, name }) => `${domain}:${name}`));
  const { modes, kept } = decide(plain.graph, types, {
    opset,
    type,
    quantized,
    keep: options.keep,
    convert: new Set(options.convert),
    ranges: options.ranges && quantized ? throughCodes(plain.graph, options.ranges) : options.ranges,
    loss: await readLosses(plain, type, openExternal),
    isLocalFunction: ({ domain, opType }) => functions.has(`${domain}:${opType}`),
  });
  const border = (options.keepIo ?? true) ? 'single' : 'half';
  const names = freshNames(plain);
  const run = { modes, opset, type };
  const scope = scopeOf(plain.graph, types, border, run);
  noteWants(scope, border, run);
  nameVersions(scope, names, type);
  let casts = 0;
  const onCast = () => {
    casts++;
  };
  const graph = await rewriteGraph(scope, { ...run, model: plain, names, openExternal, onCast });
  // Before IR version 4 every initializer had to be an input.
  return { model: { ...plain, irVersion: Math.max(plain.irVersion, 4), graph }, kept, casts };
}

async function withOpset(
  model: Model,
  type: HalfType,
  quantized: QuantizedForm | undefined,
  openExternal?: OpenExternal,
): Promise<Model> {
  const opset = standardOpset(model.opsets);
  if (opset < oldestOpset) {
    throw new OnnxError(
      `The model uses opset ${opset}, and ${type.name} needs ${oldestOpset} or newer`,
      'Export the model again with opset 13 or newer.',
    );
  }
  const needed = commonOpset(model, Math.max(type.opset, quantized === 'narrow' ? narrowScalesOpset : 0));
  const isOld = [model, ...model.functions].some(({ opsets }) => standardOpset(opsets) < needed);
  const inlined = inlineFunctions(isOld ? await raiseOpset(model, needed, openExternal) : model);
  return type.name === 'BF16' ? withoutHardSwish(inlined) : inlined;
}

function requireFloat(model: Model): void {
  const quantized = model.graph.nodes.find(({ opType }) => /^(QLinear|(De|Dynamic)?[Qq]uantizeLinear)/.test(opType));
  if (quantized === undefined) return;
  throw new OnnxError(
    `The model is quantized already: it holds the ${quantized.opType} node '${quantized.name || quantized.outputs[0]}'`,
    'Build it as it is, or open the FP32 model that it was made from.',
  );
}
