// Puts Q/DQ pairs into a graph as a placement says, each right after the value that it quantizes.
import type { Graph, Model, Node, Tensor } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import type { Constants } from '../constants.ts';
import type { FreshName } from '../freshNames.ts';
import type { HalfType } from '../half/halfType.ts';
import type { Placement } from '../placement/placement.ts';
import { renameReads } from '../renameReads.ts';
import type { Quantization } from '../scale.ts';
import { withoutUnread } from '../withoutUnread.ts';
import { constantInserter, type WeightForm } from './constantInserter.ts';
import { eightBitGate, gateOf, type QuantizedInput } from './hardGate.ts';
import { activationParameters, dequantizeNode, quantizeNode } from './pair.ts';
import type { ScaleRun } from './productScales.ts';

export interface InsertOptions {
  readonly form: WeightForm;
  readonly format: 'int8' | 'fp8';
  /** The type of 16 bits that scales of weights have to fit; absent: they stay float32. */
  readonly scaleType?: HalfType | undefined;
  readonly openExternal?: OpenExternal | undefined;
  readonly weights?: 'read' | 'unread' | undefined;
  readonly codesOf?: ScaleRun['codesOf'];
  /** Of the graph and of those around it. */
  readonly constants: Constants;
  readonly names: FreshName;
}

/**
 * A value of a graph around this one gets its pair at the beginning.
 *
 * @param model with the graph to rewrite in place of its main graph.
 * @param quantizations one for every activation of the placement, by value name.
 */
export async function insertQdq(
  model: Model,
  placement: Placement,
  quantizations: ReadonlyMap<string, Quantization>,
  { form, format, scaleType, openExternal, weights, codesOf, constants: known, names }: InsertOptions,
): Promise<Graph> {
  const { graph } = model;
  const tensors: Tensor[] = [];
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const produced = new Set(graph.nodes.flatMap((node) => node.outputs));
  /** What all read instead of a value, and what only some nodes do. */
  const forAll = new Map<string, string>();
  const forSome = new Map<number, Map<string, string>>();
  /** Where a value is an output that nobody may read in FP32, its producer writes another name. */
  const written = new Map<string, string>();
  const pairs = new Map<string, readonly Node[]>();
  const quantized = new Map<string, QuantizedInput>();
  for (const { value, readers } of placement.activations) {
    const quantization = quantizations.get(value);
    if (quantization === undefined) throw new RangeError(`no quantization is given for '${value}'`);
    const takesName = readers === 'all' && outputs.has(value) && produced.has(value);
    const source = takesName ? names(`${value}_float`) : value;
    const target = takesName ? value : names(`${value}_dequantized`);
    const codes = names(`${value}_quantized`);
    const parameters = activationParameters(value, quantization, names);
    tensors.push(...parameters.tensors);
    quantized.set(value, { codes, dequantized: target, zeroPoint: parameters.zeroPoint, quantization });
    pairs.set(value, [quantizeNode(source, codes, parameters), dequantizeNode(codes, target, parameters)]);
    if (takesName) written.set(value, source);
    else if (readers === 'all') forAll.set(value, target);
    else for (const reader of readers) mapOf(forSome, reader).set(value, target);
  }
  const constants = constantInserter({
    model,
    constants: known,
    placement,
    quantizations,
    form,
    format,
    scaleType,
    names,
    openExternal,
    weights,
    codesOf,
  });
  const nodes: Node[] = [];
  const rewritten = (node: Node) => ({ ...node, outputs: node.outputs.map((output) => written.get(output) ?? output) });
  const addPair = (value: string) => nodes.push(...(pairs.get(value) ?? []));
  const fed = new Set(graph.inputs.map(({ name }) => name));
  for (const name of pairs.keys()) if (!fed.has(name) && !produced.has(name)) addPair(name);
  for (const name of fed) addPair(name);
  for (const [place, node] of graph.nodes.entries()) {
    const added = await constants(place, node);
    nodes.push(...added.nodes);
    tensors.push(...added.tensors);
    const own = forSome.get(place);
    const gate = placement.nodes.has(place) ? gateOf(node) : undefined;
    const gated = gate && quantized.get(node.inputs[0] ?? '');
    if (gate && gated) {
      const parts = eightBitGate(rewritten(node), gate, gated, names);
      nodes.push(...parts.nodes);
      tensors.push(...parts.tensors);
      for (const output of node.outputs) addPair(output);
      continue;
    }
    const reading = renameReads(added.node, own ? new Map([...forAll, ...own]) : forAll);
    nodes.push(rewritten(reading));
    for (const output of node.outputs) addPair(output);
  }
  const result: Graph = { ...graph, nodes, initializers: [...graph.initializers, ...tensors] };
  return withoutUnread(result);
}

function mapOf(maps: Map<number, Map<string, string>>, key: number): Map<string, string> {
  const known = maps.get(key);
  if (known) return known;
  const made = new Map<string, string>();
  maps.set(key, made);
  return made;
}
