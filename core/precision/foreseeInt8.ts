// The model as an INT8 build will rewrite it, foreseen without data and without reading a weight.
import { indexGraph } from '#core/graph/graphIndex.ts';
import type { Graph, Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { tensorValues } from '#core/onnx/tensor.ts';
import { constantsOf } from './constants.ts';
import { freshNames } from './freshNames.ts';
import { type GraphLevel, mainLevel } from './graphLevels.ts';
import type { KeptNode } from './keep.ts';
import { isOnnxRuntime, placeAt, prepareForInt8 } from './place.ts';
import { movedInputs } from './placement/scaleGroups.ts';
import { type LevelRun, quantizeLevel } from './qdq/quantizeLevel.ts';
import { quantizationsOf } from './quantizations.ts';
import type { Range } from './ranges.ts';
import { asymmetricQuantization, symmetricQuantization } from './scale.ts';
import { nothingToQuantize } from './toInt8.ts';

/**
 * The nodes and names of `toInt8` with every range known. Only what decides about kernels is assumed of values: which of
 * them are never negative, and that no two groups have the same scale. Weights stay in FP32 before their quantizers.
 *
 * @throws OnnxError as `toInt8` does.
 */
export async function foreseeInt8(
  model: Model,
  target: string,
  openExternal?: OpenExternal,
): Promise<{ readonly model: Model; readonly kept: readonly KeptNode[] }> {
  const prepared = await prepareForInt8(model, openExternal, 'unread');
  const clipped = await clippedAtZero(prepared, openExternal);
  const quantize = isOnnxRuntime(target) ? asymmetricQuantization : symmetricQuantization;
  const placed = (level: GraphLevel): LevelRun => {
    const placement = placeAt(level, { target, openExternal }, () => true);
    const values = placement.activations.map(({ value }) => value);
    const tensors = assumedRanges(values, neverNegative(level.graph, clipped));
    return {
      model: { ...prepared, graph: level.graph },
      constants: level.constants,
      placement,
      quantizations: quantizationsOf(placement, { tensors }, quantize),
      format: 'int8',
      scaleType: undefined,
      openExternal,
      weights: 'unread',
    };
  };
  const { graph, quantized, kept } = await quantizeLevel(mainLevel(prepared.graph), {
    placed,
    form: 'float+Q+DQ',
    names: freshNames(prepared),
  });
  if (quantized.length === 0) throw nothingToQuantize(kept);
  return { model: { ...prepared, graph }, kept };
}

/** Different for every value, and within the bounds of any Clip, as those that calibration cuts are. */
function assumedRanges(values: readonly string[], positive: ReadonlySet<string>): Readonly<Record<string, Range>> {
  return Object.fromEntries(
    values.map((value, place) => {
      const max = 1 / (1 + (place + 1) / 1024);
      return [value, { min: positive.has(value) ? 0 : -max, max }];
    }),
  );
}

const bounded = new Set(['Relu', 'Sigmoid', 'HardSigmoid', 'Softmax', 'Softplus', 'Exp', 'Sqrt', 'Abs']);
const keeping = new Set(['MaxPool', 'AveragePool', 'GlobalAveragePool', 'GlobalMaxPool', 'Add', 'Mul', 'Concat']);

/** Values that their operators cannot make negative. */
function neverNegative(graph: Graph, clipped: ReadonlySet<string>): ReadonlySet<string> {
  const index = indexGraph(graph);
  const found = new Set(clipped);
  for (const place of index.topologicalOrder ?? []) {
    const node = graph.nodes[place];
    if (node?.domain !== '') continue;
    const from = keeping.has(node.opType) ? node.inputs : movedInputs(node);
    const keeps = from !== undefined && from.length > 0 && from.every((value) => found.has(value));
    if (bounded.has(node.opType) || keeps) for (const output of node.outputs) found.add(output);
  }
  return found;
}

/** What Clip gives of which the lower bound is a constant 0 or more. */
async function clippedAtZero(model: Model, openExternal?: OpenExternal): Promise<ReadonlySet<string>> {
  const constants = constantsOf(model.graph);
  const found = new Set<string>();
  for (const { opType, domain, inputs, outputs } of model.graph.nodes) {
    const bound = opType === 'Clip' && domain === '' ? constants(inputs[1] ?? '') : undefined;
    if (bound === undefined) continue;
    const [low] = await tensorValues(bound, model, openExternal);
    if (Number(low) >= 0) found.add(outputs[0] ?? '');
  }
  return found;
}
