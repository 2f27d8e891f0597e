// What TensorRT's ONNX parser does not read, as its operator lists of releases 8.6, 10.0 and 10.15 say.
import { intAttribute, intsAttribute, stringAttribute } from '#core/onnx/attribute.ts';
import { DataType, dataTypeName } from '#core/onnx/dataType.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { Node } from '#core/onnx/model.ts';
import { nodeName } from '../graphIndex.ts';
import { type CheckContext, checkedNodes, type Finding, nodeText } from './checkedGraphs.ts';
import type { CheckedTarget } from './target.ts';

const never = new Set(
  `AffineGrid Bernoulli BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor Col2Im CenterCropPad Compress
  ConcatFromSequence ConvInteger DFT Det DynamicQuantizeLinear ImageDecoder MatMulInteger MaxRoiPool MaxUnpool
  MelWeightMatrix Multinomial NegativeLogLikelihoodLoss Optional OptionalGetElement OptionalHasElement QLinearConv
  QLinearMatMul RegexFullMatch SequenceAt SequenceConstruct SequenceEmpty SequenceErase SequenceInsert SequenceLength
  SequenceMap SoftmaxCrossEntropyLoss SplitToSequence StringConcat StringNormalizer StringSplit TfIdfVectorizer
  Unique`.match(/\S+/g),
);

/** Operators that came with a later release. */
const since: Readonly<Record<string, readonly [number, number]>> = {
  Hardmax: [10, 0],
  BlackmanWindow: [10, 15],
  HammingWindow: [10, 15],
  HannWindow: [10, 15],
  STFT: [10, 15],
};

const neverTypes: readonly number[] = [
  DataType.uint16,
  DataType.int16,
  DataType.uint32,
  DataType.uint64,
  DataType.string,
  DataType.complex64,
  DataType.complex128,
];

export function* checkTensorrt(context: CheckContext): Iterable<Finding> {
  const { target, model } = context;
  if (target.backend === 'onnxruntime') return;
  const functions = new Set(model.functions.map(({ domain, name }) => `${domain} ${name}`));
  for (const { in: graph, node } of checkedNodes(context)) {
    if (node.domain !== '' || functions.has(` ${node.opType}`)) continue;
    const problem = unsupported(node, target) ?? restricted(node) ?? zeroPoint(context, node, graph.path);
    if (problem !== undefined) {
      yield {
        severity: 'error',
        kind: `tensorrt ${node.opType} ${problem}`,
        node: nodeName(node),
        message: `${nodeText(node)} cannot be built: ${target.text} ${problem}`,
        next: 'Export the model with other operators in place of this one, put in a plugin, or build for onnxruntime.',
      };
    }
    if (graph.path !== undefined) yield* types(context, node, graph.path);
  }
}

function unsupported({ opType }: Node, { version }: CheckedTarget): string | undefined {
  if (never.has(opType)) return `does not read ${opType}`;
  const first = since[opType];
  if (!first || !version) return undefined;
  const older = version[0] < first[0] || (version[0] === first[0] && version[1] < first[1]);
  return older ? `reads ${opType} only since ${first.join('.')}` : undefined;
}

/** Forms of an operator that are not read; an attribute of the wrong kind is another check's finding. */
function restricted(node: Node): string | undefined {
  try {
    return restriction(node);
  } catch (error) {
    if (error instanceof OnnxError) return undefined;
    throw error;
  }
}

function restriction(node: Node): string | undefined {
  const second = (node.outputs[1] ?? '') !== '';
  switch (node.opType) {
    case 'MaxPool':
      if (second) return 'does not give the Indices of a MaxPool';
      return dilated(node);
    case 'AveragePool':
    case 'LpPool':
      return dilated(node);
    case 'LayerNormalization':
      return second ? 'gives only the first output of a LayerNormalization' : undefined;
    case 'BatchNormalization':
      return intAttribute(node, 'training_mode', 0) === 1 ? 'does not train a BatchNormalization' : undefined;
    case 'Resize':
      return resize(node);
    case 'LSTM':
    case 'GRU':
    case 'RNN':
      return intAttribute(node, 'layout', 0) === 1
        ? `reads no ${node.opType} with the batch first (layout 1)`
        : undefined;
    case 'TopK':
      return intAttribute(node, 'sorted', 1) === 0 ? 'reads no TopK without sorting' : undefined;
    case 'ScatterND':
    case 'ScatterElements':
      return node.opType === 'ScatterND' && stringAttribute(node, 'reduction', 'none') !== 'none'
        ? 'reads no ScatterND with a reduction'
        : undefined;
    default:
      return undefined;
  }
}

function dilated(node: Node): string | undefined {
  return intsAttribute(node, 'dilations', []).some((step) => step !== 1) ? 'reads no pool with dilations' : undefined;
}

function resize(node: Node): string | undefined {
  if (stringAttribute(node, 'mode', 'nearest') === 'cubic') return 'reads no cubic Resize';
  if (intAttribute(node, 'antialias', 0) === 1) return 'reads no Resize with antialiasing';
  const policy = stringAttribute(node, 'keep_aspect_ratio_policy', 'stretch');
  return policy === 'stretch' ? undefined : `reads no Resize that keeps the ratio (${policy})`;
}

function zeroPoint({ shapes }: CheckContext, node: Node, path: string | undefined): string | undefined {
  if ((node.opType !== 'QuantizeLinear' && node.opType !== 'DequantizeLinear') || path === undefined) return undefined;
  const point = node.inputs[2] ?? '';
  const values = point === '' ? [] : (shapes.elements(point, path)?.values ?? []);
  if (values.some((value) => value !== 0)) return `needs a zero point of 0 in a ${node.opType}`;
  const type = shapes.tensor(point, path)?.elementType;
  const unsigned =
    node.opType === 'QuantizeLinear' && (type === DataType.uint8 || (point === '' && node.inputs.length < 3));
  return unsigned && intAttribute(node, 'output_dtype', 0) === 0 ? 'quantizes to int8, not to uint8' : undefined;
}

function* types({ shapes, target }: CheckContext, node: Node, path: string): Iterable<Finding> {
  for (const output of node.outputs) {
    const type = shapes.tensor(output, path)?.elementType ?? 0;
    if (neverTypes.includes(type)) {
      yield {
        severity: 'error',
        kind: `tensorrt type ${type}`,
        node: nodeName(node),
        message: `${nodeText(node)} gives '${output}' of type ${dataTypeName(type)}, which ${target.text} does not have`,
        next: 'Cast it to float32, float16, int32 or int64 in the model, or build for onnxruntime.',
      };
    } else if (type === DataType.float64) {
      yield {
        severity: 'warning',
        kind: 'tensorrt float64',
        node: nodeName(node),
        message: `${nodeText(node)} gives '${output}' of type float64, which ${target.text} computes as float32`,
        next: 'Export the model in float32, or compare the outputs with care.',
      };
    }
  }
}
