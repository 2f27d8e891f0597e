// Writes 8 bits into a model: QuantizeLinear and DequantizeLinear with calibrated scales, where the target wants them.
import { OnnxError } from '#core/onnx/error.ts';
import type { Model } from '#core/onnx/model.ts';
import type { InputMeans } from './correction/inputMeans.ts';
import { withoutShift } from './correction/withoutShift.ts';
import { freshNames } from './freshNames.ts';
import { type GraphLevel, mainLevel } from './graphLevels.ts';
import { halfTypes } from './half/halfType.ts';
import { narrowScalesOpset } from './half/quantized.ts';
import type { KeptNode } from './keep.ts';
import { raiseOpset } from './opset.ts';
import { isOnnxRuntime, type PlaceOptions, placeAt, prepareForInt8 } from './place.ts';
import type { WeightForm } from './qdq/constantInserter.ts';
import { type LevelRun, quantizeLevel } from './qdq/quantizeLevel.ts';
import { roundedScale } from './qdq/roundedScales.ts';
import { quantizationsOf } from './quantizations.ts';
import type { Range, Ranges } from './ranges.ts';
import { asymmetricQuantization, float8Quantization, type Quantization, symmetricQuantization } from './scale.ts';

export interface Int8Options extends PlaceOptions {
  /** By default `float+Q+DQ` for TensorRT and `int8+DQ` for ONNX Runtime. */
  readonly weights?: WeightForm | undefined;
  /** The type of 16 bits that scales will be written in: they are rounded up to what it holds. */
  readonly scaleType?: 'fp16' | 'bf16' | undefined;
  /** Of the inputs of weighted nodes: what quantized weights shift is taken out of the biases; absent: it is not. */
  readonly means?: InputMeans | undefined;
  /** A machine's own way to what `quantizeWeights` gives. */
  readonly codesOf?: LevelRun['codesOf'];
}

export interface Int8Result {
  readonly model: Model;
  /** The nodes that compute in 8 bits, in file order, those inside a node right before it. */
  readonly quantized: readonly string[];
  /** Every node that goes on computing in floating point, with its reason. */
  readonly kept: readonly KeptNode[];
}

/**
 * Gives the model with Q/DQ: symmetric int8 for TensorRT; for ONNX Runtime uint8 activations, for which its kernels are
 * fastest and in which a ReLU keeps all 256 codes, with symmetric int8 weights and int32 biases. With `format` fp8 all
 * codes are E4M3, placed as TensorRT wants them, and the opset is 19. Opset at least 13, batch normalisations folded.
 * The bodies of If, Loop and Scan are quantized as the main graph is; biases inside them are not corrected.
 * The same arguments give the same bytes.
 *
 * @param ranges by value name, as `observedTensors` lists them for the same options. A node whose range is missing stays
 *   in FP32 and is named in `kept`.
 * @throws OnnxError or RangesError naming the tensor with a NaN or infinity, or where no node can be quantized.
 */
export async function toInt8(model: Model, ranges: Pick<Ranges, 'tensors'>, options: Int8Options): Promise<Int8Result> {
  const { openExternal, format = 'int8' } = options;
  const isFloat8 = format === 'fp8';
  const ready = await prepareForInt8(model, openExternal);
  const prepared = isFloat8 ? await raiseOpset(ready, narrowScalesOpset, openExternal) : ready;
  const forRuntime = isOnnxRuntime(options.target) && !isFloat8;
  const scaleType = options.scaleType && halfTypes[options.scaleType];
  const quantize = isFloat8 ? wholeRange : forRuntime ? asymmetricQuantization : symmetricQuantization;
  const hasRange = (value: string) => Object.hasOwn(ranges.tensors, value);
  const placed = (model: Model, level: GraphLevel): LevelRun => {
    const placement = placeAt(level, options, hasRange);
    const quantizations = quantizationsOf(placement, ranges, (range, inside) => {
      const exact = quantize(range, inside);
      return { ...exact, scale: roundedScale(exact.scale, scaleType) };
    });
    const { graph, constants } = level;
    const run = { constants, placement, quantizations, format, scaleType, openExternal };
    return { model: { ...model, graph }, ...run, codesOf: options.codesOf };
  };
  // A bias that a node gets is quantized with it.
  const corrected = options.means
    ? await withoutShift(placed(prepared, mainLevel(prepared.graph)), options.means)
    : prepared;
  const { graph, quantized, kept } = await quantizeLevel(mainLevel(corrected.graph), {
    placed: (level) => placed(corrected, level),
    form: options.weights ?? (forRuntime ? 'int8+DQ' : 'float+Q+DQ'),
    names: freshNames(corrected),
  });
  if (quantized.length === 0) throw nothingToQuantize(kept);
  return { model: { ...corrected, graph }, quantized, kept };
}

/** Thresholds are chosen for 127 equal steps; those of E4M3 are finer for small values, and clipping gains nothing. */
function wholeRange({ min, max }: Range): Quantization {
  return float8Quantization({ min, max });
}

export function nothingToQuantize([first]: readonly KeptNode[]): OnnxError {
  const example = first ? `; '${first.node}' for one stays in FP32 because ${first.reason}` : '';
  return new OnnxError(
    `The model has no node that can be quantized${example}`,
    'Build it in FP16 or FP32, or calibrate it for this target first.',
  );
}
