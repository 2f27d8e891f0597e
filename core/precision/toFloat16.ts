// Rewrites a model to FP16: weights, values and bodies, with casts around what stays in FP32.
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { decide } from './float16/decide.ts';
import { readLosses } from './float16/losses.ts';
import { rewriteGraph } from './float16/rewrite.ts';
import { scopeOf } from './float16/valueStates.ts';
import { nameVersions, noteWants } from './float16/wants.ts';
import { foldBatchNorm } from './foldBatchNorm.ts';
import { freshNames } from './freshNames.ts';
import type { KeepRules, KeptNode } from './keep.ts';
import { oldestOpset } from './opset/steps.ts';
import { standardOpset } from './opset.ts';
import { typesAt, valueTypes } from './valueTypes.ts';
import { withoutFilledInputs } from './withoutFilledInputs.ts';

export interface Float16Options {
  /** Whether inputs and outputs stay FP32, with casts inside (the default). */
  readonly keepIo?: boolean | undefined;
  /** Observed ranges by value name: nodes whose values leave half of FP16's range stay in FP32. */
  readonly ranges?: ReadonlyMap<string, { readonly min: number; readonly max: number }> | undefined;
  readonly keep?: KeepRules | undefined;
  /** Operators to convert although they are on the block list. */
  readonly convert?: readonly string[] | undefined;
  /** Inferred where not given. */
  readonly shapes?: ShapeTable | undefined;
  readonly openExternal?: OpenExternal | undefined;
}

export interface Float16Result {
  readonly model: Model;
  /** Every node that has float values and stays in FP32, with its reason. */
  readonly kept: readonly KeptNode[];
  /** How many Cast nodes were put in. */
  readonly casts: number;
}

/**
 * Gives the model with float32 replaced by float16 (round to nearest, ties to even) wherever that is safe: see
 * `float16/operatorRules` for the operators that are not, and `kept` for what else stays. Batch normalisations are
 * folded first, in float64, because their variances are what FP16 loses first. Opset 7 or newer stays as it is.
 * A value is cast at most once in each direction. The same arguments give the same bytes.
 *
 * @throws OnnxError where the model is quantized already or its opset is older than 7.
 */
export async function toFloat16(model: Model, options: Float16Options = {}): Promise<Float16Result> {
  const opset = standardOpset(model.opsets);
  requireConvertible(model, opset);
  const { openExternal } = options;
  const plain = await foldBatchNorm({ ...model, graph: withoutFilledInputs(model.graph) }, openExternal);
  const types = options.shapes ? typesAt(options.shapes, '') : await valueTypes(plain, openExternal);
  const functions = new Set(model.functions.map(({ domain, name }) => `${domain}:${name}`));
  const { modes, kept } = decide(plain.graph, types, {
    opset,
    keep: options.keep,
    convert: new Set(options.convert),
    ranges: options.ranges,
    loss: await readLosses(plain, openExternal),
    isLocalFunction: ({ domain, opType }) => functions.has(`${domain}:${opType}`),
  });
  const border = (options.keepIo ?? true) ? 'single' : 'half';
  const names = freshNames(plain);
  const scope = scopeOf(plain.graph, types, border, { modes, opset });
  noteWants(scope, border, { modes, opset });
  nameVersions(scope, names);
  let casts = 0;
  const onCast = () => {
    casts++;
  };
  const graph = await rewriteGraph(scope, { modes, opset, model: plain, names, openExternal, onCast });
  // Before IR version 4 every initializer had to be an input.
  return { model: { ...plain, irVersion: Math.max(plain.irVersion, 4), graph }, kept, casts };
}

function requireConvertible(model: Model, opset: number): void {
  if (opset < oldestOpset) {
    throw new OnnxError(
      `The model uses opset ${opset}, and FP16 needs ${oldestOpset} or newer`,
      'Export the model again with opset 13 or newer.',
    );
  }
  const quantized = model.graph.nodes.find(({ opType }) => /^(QLinear|(De|Dynamic)?[Qq]uantizeLinear)/.test(opType));
  if (quantized !== undefined) {
    throw new OnnxError(
      `The model is quantized already: it holds the ${quantized.opType} node '${quantized.name || quantized.outputs[0]}'`,
      'Build it as it is, or open the FP32 model that it was made from.',
    );
  }
}
