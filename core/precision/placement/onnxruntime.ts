// Where ONNX Runtime on the CPU wants Q/DQ: around whole chains of operators that it has 8-bit kernels for.
import { floatAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Node } from '#core/onnx/model.ts';
import { recipeReason } from '../keep.ts';
import { followers, fusedOutput, hasKernel, results, statedRange } from './followers.ts';
import { keptNodes } from './keptNodes.ts';
import {
  hasOneReader,
  nodeAt,
  type Placement,
  type QuantizedBias,
  type QuantizedValue,
  type QuantizedWeight,
  type Site,
} from './placement.ts';
import { movedInputs, scaleGroups } from './scaleGroups.ts';
import { thinStem } from './stem.ts';
import { isWeighted, type Weighted, type WeightedForm, weightedForm } from './weighted.ts';

/**
 * ONNX Runtime replaces DQ → operator → Q by one 8-bit kernel, so here outputs are quantized too: those of every
 * convolution, and those of what lies between weighted operators. A product by Gemm or MatMul may end in FP32, which is
 * more exact, and does unless an 8-bit operator reads it.
 */
export function placeForOnnxRuntime(site: Site): Placement {
  const reasons = new Map<number, string>();
  const forms = new Map<number, Weighted>();
  const stem = thinStem(site);
  site.graph.nodes.forEach((node, place) => {
    if (!isWeighted(node)) return;
    const result = formFor(node, site, stem.get(place));
    if (result.kind === 'weighted') forms.set(place, result.form);
    else reasons.set(place, result.reason);
  });
  const nodes = new Set(forms.keys());
  for (const place of followers(site, nodes, reasons)) nodes.add(place);
  const group = scaleGroups(site, (node, place) => nodes.has(place) && node.opType !== 'Concat');
  const weights: QuantizedWeight[] = [...forms].flatMap(([node, { weight }]) => (weight ? [{ node, ...weight }] : []));
  return {
    nodes,
    weights,
    biases: [...forms].flatMap(([place, form]) => biasOf(site, place, form) ?? []),
    activations: activations(site, nodes).map((activation) => ({
      ...activation,
      group: group(activation.value),
      range: nodes.has(site.index.producer(activation.value) ?? -1) ? statedRange(site, activation.value) : undefined,
    })),
    kept: keptNodes(site, nodes, reasons, ({ opType }) =>
      hasKernel(opType) ? 'it does not lie between 8-bit operators' : `ONNX Runtime has no 8-bit kernel for ${opType}`,
    ),
  };
}

/** What this runtime refuses comes before what is not known of a node: its ranges are then never asked for. */
function formFor(node: Node, site: Site, stem: string | undefined): WeightedForm {
  const refused = recipeReason(node, site.keep) ?? stem ?? refusal(node, site);
  const result = refused === undefined ? weightedForm(node, site) : ({ kind: 'kept', reason: refused } as const);
  const output = fusedOutput(site, node);
  if (result.kind === 'kept' || node.opType !== 'Conv' || site.hasRange(output)) return result;
  return { kind: 'kept', reason: `no range is known for its output '${output}'` };
}

function refusal(node: Node, site: Site): string | undefined {
  const [first = '', , bias = ''] = node.inputs;
  if (node.opType === 'ConvTranspose') return 'ONNX Runtime has no 8-bit kernel for ConvTranspose';
  if (site.constants(first) !== undefined) return 'ONNX Runtime has no 8-bit kernel for a constant first factor';
  if (bias !== '' && site.constants(bias) === undefined) return 'its bias is computed';
  if (node.opType === 'Gemm' && (floatAttribute(node, 'alpha', 1) !== 1 || floatAttribute(node, 'beta', 1) !== 1)) {
    return 'its alpha or beta is not 1, for which ONNX Runtime has no 8-bit kernel';
  }
  return undefined;
}

/**
 * The bias of a product. ONNX Runtime makes a MatMul and the Add behind it a Gemm, and takes it for 8 bits only with an
 * int32 bias, as it does convolutions.
 */
function biasOf(site: Site, place: number, { weight }: Weighted): QuantizedBias | undefined {
  const node = nodeAt(site, place);
  if (node.opType !== 'MatMul')
    return (node.inputs[2] ?? '') === '' ? undefined : { node: place, input: 2, product: place };
  const [output = ''] = node.outputs;
  if (weight?.axis === undefined || !hasOneReader(site, output)) return undefined;
  const reader = site.index.consumers(output)[0] ?? -1;
  const add = nodeAt(site, reader);
  if (add.opType !== 'Add' || add.domain !== '' || recipeReason(add, site.keep) !== undefined) return undefined;
  const channels = site.constants(node.inputs[1] ?? '')?.dims.at(-1);
  const input = add.inputs.findIndex((name) => {
    const tensor = site.constants(name);
    return tensor?.dataType === DataType.float32 && tensor.dims.length === 1 && tensor.dims[0] === channels;
  });
  return input < 0 ? undefined : { node: reader, input, product: place };
}

function activations(site: Site, nodes: ReadonlySet<number>): readonly Omit<QuantizedValue, 'group'>[] {
  const readers = new Map<string, Set<number>>();
  const made = new Set<string>();
  for (const place of nodes) {
    const node = nodeAt(site, place);
    for (const value of dataInputs(node)) {
      if (site.constants(value) !== undefined) continue;
      const known = readers.get(value);
      if (known) known.add(place);
      else readers.set(value, new Set([place]));
    }
  }
  for (const place of nodes) {
    const node = nodeAt(site, place);
    for (const output of results(site, node)) {
      if (readers.has(output) || !(node.opType === 'Gemm' || node.opType === 'MatMul')) made.add(output);
    }
  }
  const values = [...readers.keys(), ...[...made].filter((value) => !readers.has(value))];
  return values.map((value) => ({ value, readers: made.has(value) ? 'all' : (readers.get(value) ?? new Set()) }));
}

/** The inputs that hold the data of an operator, as opposed to its weights, bounds and axes. */
function dataInputs(node: Node): readonly string[] {
  const moved = movedInputs(node);
  if (moved !== undefined) return moved;
  if (node.opType === 'Relu' || node.opType === 'Clip') return node.inputs.slice(0, 1);
  return node.inputs.slice(0, 2);
}
