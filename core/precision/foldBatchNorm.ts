// Folds BatchNormalization into the weights and bias of the Conv, ConvTranspose or Gemm before it.
import { type GraphIndex, indexGraph } from '#core/graph/graphIndex.ts';
import { floatAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { floatAttr } from '#core/onnx/makeAttribute.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Graph, Model, Node, Tensor } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { outputChannel } from './channels.ts';
import type { Constants } from './constants.ts';
import { type Affine, affineOf, type Floats, floatsOf, unreadFloats } from './fold/affine.ts';
import { type FreshName, freshNames } from './freshNames.ts';
import { type GraphLevel, isControl, levelInside, mainLevel } from './graphLevels.ts';
import { mapSubgraphs } from './mapSubgraphs.ts';
import { removeIdentity } from './removeIdentity.ts';
import { withoutUnread } from './withoutUnread.ts';

/**
 * Removes Identity and Dropout, then folds every BatchNormalization whose input comes from one of those operators, is
 * read by it alone and is no output, in the bodies of If, Loop and Scan too. A folded node keeps its name and writes the
 * normalisation's value. w′ = w · factor and b′ = b · factor + offset, in float64, rounded once to float32.
 *
 * @param weights `unread` for a model that is only looked at: its folded weights are those that stood there, its biases 0.
 */
export async function foldBatchNorm(
  model: Model,
  openExternal?: OpenExternal,
  weights: 'read' | 'unread' = 'read',
): Promise<Model> {
  const plain = await removeIdentity(model, openExternal);
  const names = freshNames(plain);
  const floats = weights === 'read' ? floatsOf(plain, openExternal) : unreadFloats;
  const graph = await foldLevel(mainLevel(plain.graph), { weights, floats, names });
  return graph === plain.graph ? plain : { ...plain, graph };
}

/** The same graph where nothing is folded. */
async function foldLevel(level: GraphLevel, whole: Whole): Promise<Graph> {
  const nodes = await foldBodies(level, whole);
  const graph = nodes === level.graph.nodes ? level.graph : { ...level.graph, nodes };
  const index = indexGraph(graph);
  const run: Run = { ...whole, index, constants: level.constants };
  const replaced = new Map<number, Node | undefined>();
  const tensors: Tensor[] = [];
  for (const [place, node] of graph.nodes.entries()) {
    const before = index.producer(node.inputs[0] ?? '');
    if (node.opType !== 'BatchNormalization' || node.domain !== '' || before === undefined) continue;
    const weighted = graph.nodes[before];
    if (weighted === undefined || replaced.has(before) || !isReadOnlyBy(node, index)) continue;
    const folded = await fold(weighted, node, run);
    if (folded === undefined) continue;
    replaced.set(before, folded.node).set(place, undefined);
    tensors.push(folded.weight, folded.bias);
  }
  if (replaced.size === 0) return graph === level.graph ? graph : withoutUnread(graph);
  const left = graph.nodes.flatMap((node, place) => (replaced.has(place) ? (replaced.get(place) ?? []) : node));
  return withoutUnread({ ...graph, nodes: left, initializers: [...graph.initializers, ...tensors] });
}

/** The same nodes where nothing is folded in any body. */
async function foldBodies(level: GraphLevel, whole: Whole): Promise<readonly Node[]> {
  const { nodes } = level.graph;
  if (!nodes.some(isControl)) return nodes;
  const found: Node[] = [];
  for (const node of nodes) {
    let changed = false;
    const folded = isControl(node)
      ? await mapSubgraphs(node, async (body, attribute) => {
          const graph = await foldLevel(levelInside(level, node, attribute, body), whole);
          changed ||= graph !== body;
          return graph;
        })
      : node;
    found.push(changed ? folded : node);
  }
  return found.every((node, place) => node === nodes[place]) ? nodes : found;
}

interface Whole {
  readonly weights: 'read' | 'unread';
  readonly floats: Floats;
  readonly names: FreshName;
}

interface Run extends Whole {
  readonly index: GraphIndex;
  /** Of the graph and of those around it. */
  readonly constants: Constants;
}

function isReadOnlyBy(node: Node, index: GraphIndex): boolean {
  const [value = ''] = node.inputs;
  return index.consumers(value).length === 1 && !index.outputs.has(value) && !node.inputs.slice(1).includes(value);
}

async function fold(
  node: Node,
  normalization: Node,
  run: Run,
): Promise<{ node: Node; weight: Tensor; bias: Tensor } | undefined> {
  if (node.domain !== '' || !['Conv', 'ConvTranspose', 'Gemm'].includes(node.opType)) return undefined;
  const [input = '', weightName = '', biasName = ''] = node.inputs;
  const weight = run.constants(weightName);
  const affine = await affineOf(normalization, run.constants, run.floats);
  if (weight?.dataType !== DataType.float32 || affine === undefined) return undefined;
  const bias = await biasOf(node, biasName, affine, run);
  if (bias === undefined) return undefined;
  const newBias = Float32Array.from(
    bias,
    (value, channel) => value * (affine.factor[channel] ?? 0) + (affine.offset[channel] ?? 0),
  );
  if (!newBias.every(Number.isFinite)) return undefined;
  const label = weightName.replace(/\.weight$/, '');
  const scaled = await scaledWeight(node, weight, affine, run);
  if (scaled === undefined) return undefined;
  const names = { weight: run.names(`${label}.folded_weight`), bias: run.names(`${label}.folded_bias`) };
  const attributes = node.attributes.filter(({ name }) => name !== 'beta');
  return {
    node: {
      ...node,
      inputs: [input, names.weight, names.bias],
      outputs: normalization.outputs.slice(0, 1),
      // The bias is no longer multiplied: its factor went into it.
      attributes: node.opType === 'Gemm' ? [...attributes, floatAttr('beta', 1)] : node.attributes,
    },
    weight: { ...scaled, name: names.weight },
    bias: makeTensor(names.bias, DataType.float32, [newBias.length], newBias),
  };
}

/** Undefined where a product is not finite. */
async function scaledWeight(node: Node, weight: Tensor, affine: Affine, run: Run): Promise<Tensor | undefined> {
  if (run.weights === 'unread') return weight;
  const channelOf = outputChannel(node, weight.dims);
  const values = (await run.floats(weight)) ?? [];
  const scaled = Float32Array.from(
    values,
    (value, element) => value * (affine.factor[channelOf(element)] ?? Number.NaN),
  );
  return scaled.every(Number.isFinite) ? makeTensor('', DataType.float32, weight.dims, scaled) : undefined;
}

/** The bias for each channel, zeros where there is none; undefined where it is computed or differs along the batch. */
async function biasOf(node: Node, name: string, { factor }: Affine, run: Run): Promise<Float64Array | undefined> {
  if (name === '') return new Float64Array(factor.length);
  const values = await run.floats(run.constants(name));
  if (values === undefined || (values.length !== factor.length && values.length !== 1)) return undefined;
  if (
    run
      .constants(name)
      ?.dims.slice(0, -1)
      .some((dimension) => dimension !== 1)
  )
    return undefined;
  const beta = node.opType === 'Gemm' ? floatAttribute(node, 'beta', 1) : 1;
  return Float64Array.from(factor, (_, channel) => beta * ((values.length === 1 ? values[0] : values[channel]) ?? 0));
}
