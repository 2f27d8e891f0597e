// Where ONNX Runtime on the CPU wants Q/DQ: around whole chains of operators that it has 8-bit kernels for.
import type { Node } from '#core/onnx/model.ts';
import { recipeReason } from '../keep.ts';
import { followers, fusedOutput, hasKernel, results, statedRange } from './followers.ts';
import { keptNodes } from './keptNodes.ts';
import {
  nodeAt,
  type Placement,
  producerOf,
  type QuantizedValue,
  type QuantizedWeight,
  type Site,
} from './placement.ts';
import { biasOf, productForm, productRefusal } from './products.ts';
import { movedInputs, scaleGroups } from './scaleGroups.ts';
import { thinStem } from './stem.ts';
import { isWeighted, type Weighted, type WeightedForm } from './weighted.ts';

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
      // ONNX Runtime takes a Clip for needless whose bounds are the outermost codes, but can only leave it out where these
      // do not lie beyond them, and then fails to load the model.
      bounded: isClip(producerOf(site, activation.value)?.node),
    })),
    kept: keptNodes(site, nodes, reasons, ({ opType }) =>
      hasKernel(opType) ? 'it does not lie between 8-bit operators' : `ONNX Runtime has no 8-bit kernel for ${opType}`,
    ),
  };
}

/** What this runtime refuses comes before what is not known of a node: its ranges are then never asked for. */
function formFor(node: Node, site: Site, stem: string | undefined): WeightedForm {
  const refused = recipeReason(node, site.keep) ?? stem ?? productRefusal(node, site);
  const result = refused === undefined ? productForm(node, site) : ({ kind: 'kept', reason: refused } as const);
  const output = fusedOutput(site, node);
  if (result.kind === 'kept' || node.opType !== 'Conv' || site.hasRange(output)) return result;
  return { kind: 'kept', reason: `no range is known for its output '${output}'` };
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

function isClip(node: Node | undefined): boolean {
  return node?.opType === 'Clip' && node.domain === '';
}

/** The inputs that hold the data of an operator, as opposed to its weights, bounds and axes. */
function dataInputs(node: Node): readonly string[] {
  const moved = movedInputs(node);
  if (moved !== undefined) return moved;
  if (node.opType === 'Relu' || node.opType === 'Clip') return node.inputs.slice(0, 1);
  return node.inputs.slice(0, 2);
}
