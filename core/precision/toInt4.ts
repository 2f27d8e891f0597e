// Stores the weights of matrix products in 4 bits, a scale for each block of them; what is computed stays as it is.
import { indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import { intAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { OnnxError } from '#core/onnx/error.ts';
import { intAttr } from '#core/onnx/makeAttribute.ts';
import { makeNode } from '#core/onnx/makeNode.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Graph, Model, Node, Tensor } from '#core/onnx/model.ts';
import { tensorNumbers } from '#core/onnx/tensor.ts';
import { type BlockScales, dequantizeBlocks, quantizeBlocks } from './blocks.ts';
import { correctBiases } from './correction/correctBiases.ts';
import { expectedShift } from './correction/expectedShift.ts';
import type { InputMeans } from './correction/inputMeans.ts';
import { type FreshName, freshNames } from './freshNames.ts';
import { type GraphLevel, isControl, levelInside, mainLevel } from './graphLevels.ts';
import { halfTypes } from './half/halfType.ts';
import { mapSubgraphs } from './mapSubgraphs.ts';
import { raiseOpset } from './opset.ts';
import { isOnnxRuntime, type PlaceOptions, prepareForInt8 } from './place.ts';
import { keptNodes } from './placement/keptNodes.ts';
import { isWeighted, weightedForm } from './placement/weighted.ts';
import type { QuantizedGraph } from './qdq/quantizeLevel.ts';
import { roundedScales } from './qdq/roundedScales.ts';
import type { Int8Result } from './toInt8.ts';
import { withoutUnread } from './withoutUnread.ts';

export interface Int4Options extends Omit<PlaceOptions, 'format' | 'inner'> {
  /** The type of 16 bits that scales will be written in: they are rounded up to what it holds. */
  readonly scaleType?: 'fp16' | 'bf16' | undefined;
  /** Of the inputs of weighted nodes: what quantized weights shift is taken out of the biases; absent: it is not. */
  readonly means?: InputMeans | undefined;
}

/** DequantizeLinear has blocks, and int4, from here on. */
const blocksOpset = 21;

/**
 * Gives the model with the constant second factor of each MatMul and Gemm as int4 behind a DequantizeLinear whose blocks
 * lie along the products that are summed up: 32 for ONNX Runtime; 128 or 64 for TensorRT, which wants whole blocks.
 * Needs no data. Bodies of If, Loop and Scan too. Opset at least 21. The same arguments give the same bytes.
 *
 * @throws OnnxError where no weight can be stored so, or one holds a NaN or infinity.
 */
export async function toInt4(model: Model, options: Int4Options): Promise<Int8Result> {
  const { openExternal } = options;
  const prepared = await raiseOpset(await prepareForInt8(model, openExternal), blocksOpset, openExternal);
  const shifts = new Map<string, Float64Array>();
  const run = { ...options, prepared, shifts, names: freshNames(prepared) };
  const { graph, quantized, kept } = await storeLevel(mainLevel(prepared.graph), run);
  if (quantized.length === 0) throw nothingToStore(kept);
  return { model: await correctBiases({ ...prepared, graph }, shifts, openExternal), quantized, kept };
}

interface Run extends Int4Options {
  readonly prepared: Model;
  readonly names: FreshName;
  /** Takes what the rounding of a weight is expected to shift, by the output that it shifts. */
  readonly shifts: Map<string, Float64Array>;
}

/** A graph with the weights of its own nodes stored, and of those in bodies inside it. */
async function storeLevel(level: GraphLevel, run: Run): Promise<QuantizedGraph> {
  const { graph, constants } = level;
  const site = { graph, index: indexGraph(graph), constants, keep: run.keep, hasRange: () => true };
  const reasons = new Map<number, string>();
  const stored = new Map<string, StoredWeight>();
  const places = new Set<number>();
  const inside: QuantizedGraph[] = [];
  const tensors: Tensor[] = [];
  const nodes: Node[] = [];
  for (const [place, node] of graph.nodes.entries()) {
    if (isControl(node)) {
      const through = async (body: Graph, attribute: string) => {
        const found = await storeLevel(levelInside(level, node, attribute, body), run);
        inside.push(found);
        return found.graph;
      };
      nodes.push(await mapSubgraphs(node, through));
      continue;
    }
    const weight = constants(node.inputs[1] ?? '');
    const reason = isWeighted(node) ? refusal(node, weight) : undefined;
    const form = isWeighted(node) && reason === undefined ? weightedForm(node, site) : undefined;
    const axis = node.opType === 'Gemm' && intAttribute(node, 'transB', 0) !== 0 ? 1 : 0;
    const block = weight && blockOf(weight.dims[axis] ?? 0, run.target);
    const kept = reason ?? (form?.kind === 'kept' ? form.reason : undefined) ?? blockReason(form && !block);
    if (kept !== undefined) reasons.set(place, kept);
    if (!form || kept !== undefined || !weight || !block) {
      nodes.push(node);
      continue;
    }
    const key = `${axis} ${weight.name}`;
    const known = stored.get(key) ?? (await store(weight, axis, block, run));
    if (!stored.has(key)) {
      stored.set(key, known);
      tensors.push(...known.tensors);
      nodes.push(known.node);
    }
    if (run.means) {
      const exact = await tensorNumbers(weight, run.prepared, run.openExternal);
      const rounded = dequantizeBlocks(known.blocks, weight.dims[1] ?? 1, axis, block);
      const shift = expectedShift(node, { dims: weight.dims, exact, rounded }, run.means);
      if (shift) run.shifts.set(node.outputs[0] ?? '', shift);
    }
    nodes.push({ ...node, inputs: node.inputs.with(1, known.name) });
    places.add(place);
  }
  const own = keptNodes(site, places, reasons, () => 'it has no weights of a matrix product');
  return {
    graph: withoutUnread({ ...graph, nodes, initializers: [...graph.initializers, ...tensors] }),
    quantized: [
      ...graph.nodes.filter((_, place) => places.has(place)).map(nodeName),
      ...inside.flatMap(({ quantized }) => quantized),
    ],
    kept: [...own, ...inside.flatMap(({ kept }) => kept)],
  };
}

interface StoredWeight {
  /** Under which nodes read it. */
  readonly name: string;
  readonly blocks: BlockScales;
  readonly tensors: readonly Tensor[];
  readonly node: Node;
}

async function store(weight: Tensor, axis: 0 | 1, block: number, run: Run): Promise<StoredWeight> {
  const { names } = run;
  const values = await tensorNumbers(weight, run.prepared, run.openExternal);
  const scaleType = run.scaleType && halfTypes[run.scaleType];
  const rounded = (found: Float32Array) => roundedScales({ axis: undefined, scales: found }, scaleType).scales;
  const blocks = requireFinite(quantizeBlocks(values, weight.dims, axis, block, rounded), weight);
  const [codes, scales] = [names(`${weight.name}_int4`), names(`${weight.name}_scales`)];
  const name = names(`${weight.name}_dequantized`);
  const node = makeNode({
    opType: 'DequantizeLinear',
    name: `${name}/DequantizeLinear`,
    inputs: [codes, scales],
    outputs: [name],
    attributes: [intAttr('axis', axis), intAttr('block_size', block)],
  });
  const tensors = [
    makeTensor(codes, DataType.int4, weight.dims, blocks.codes),
    makeTensor(scales, DataType.float32, blocks.dims, blocks.scales),
  ];
  return { name, blocks, tensors, node };
}

function refusal({ opType }: Node, weight: Tensor | undefined): string | undefined {
  if (opType === 'Conv' || opType === 'ConvTranspose')
    return 'targets store weights of matrix products alone in 4 bits';
  if (weight === undefined) return 'its second factor is computed';
  return weight.dims.length === 2 ? undefined : 'its weights are no matrix';
}

function blockReason(missing: boolean | undefined): string | undefined {
  return missing ? 'its weights are no whole number of blocks of 64, which TensorRT wants' : undefined;
}

function blockOf(length: number, target: string): number | undefined {
  return isOnnxRuntime(target) ? 32 : [128, 64].find((block) => length > 0 && length % block === 0);
}

function requireFinite(found: BlockScales | { readonly notFinite: number }, tensor: Tensor): BlockScales {
  if (!('notFinite' in found)) return found;
  throw new OnnxError(
    `The weight '${tensor.name}' holds a NaN or infinity at element ${found.notFinite}`,
    'Export the model again from a checkpoint without it, or keep the nodes that read it in FP32.',
  );
}

function nothingToStore([first]: Int8Result['kept']): OnnxError {
  const example = first ? `; '${first.node}' for one stays as it is because ${first.reason}` : '';
  return new OnnxError(
    `The model has no weights that can be stored in 4 bits${example}`,
    'Build it in INT8, FP16 or FP32.',
  );
}
