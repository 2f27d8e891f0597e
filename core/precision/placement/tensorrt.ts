// Where TensorRT wants Q/DQ: on the inputs of weighted operators and on the shortcut of residual additions.
import { recipeReason } from '../keep.ts';
import { float8Form } from './float8.ts';
import { keptNodes } from './keptNodes.ts';
import { nodeAt, type Placement, type QuantizedWeight, type Site } from './placement.ts';
import { residualInputs } from './residual.ts';
import { scaleGroups } from './scaleGroups.ts';
import { isWeighted, weightedForm } from './weighted.ts';

/**
 * Outputs are left in floating point: TensorRT moves a Q that follows back over what commutes with it and fuses
 * bias, activation and addition into the INT8 kernel by itself. It also moves DQ and Q past pooling and reshaping, for
 * which their scales must agree: such values form groups.
 */
export function placeForTensorRt(site: Site): Placement {
  const nodes = new Set<number>();
  const readers = new Map<string, Set<number>>();
  const weights: QuantizedWeight[] = [];
  const reasons = new Map<number, string>();
  const quantize = (value: string, reader: number) => {
    const known = readers.get(value);
    if (known) known.add(reader);
    else readers.set(value, new Set([reader]));
  };
  site.graph.nodes.forEach((node, place) => {
    if (!isWeighted(node)) return;
    const general = weightedForm(node, site);
    const result = site.format === 'fp8' ? float8Form(node, site, general) : general;
    if (result.kind === 'kept') {
      reasons.set(place, result.reason);
      return;
    }
    nodes.add(place);
    for (const input of result.form.activations) quantize(node.inputs[input] ?? '', place);
    if (result.form.weight) weights.push({ node: place, ...result.form.weight });
  });
  for (const [place, input] of residualInputs(site, nodes)) {
    const node = nodeAt(site, place);
    const value = node.inputs[input] ?? '';
    const reason = recipeReason(node, site.keep);
    if (reason !== undefined) reasons.set(place, reason);
    else if (!site.hasRange(value)) reasons.set(place, `no range is known for its input '${value}'`);
    else {
      quantize(value, place);
      nodes.add(place);
    }
  }
  const group = scaleGroups(site, () => true);
  return {
    nodes,
    weights,
    // TensorRT adds the bias in FP32.
    biases: [],
    activations: [...readers].map(([value, set]) => ({ value, readers: set, group: group(value) })),
    kept: keptNodes(
      site,
      nodes,
      reasons,
      () =>
        `TensorRT gains from ${site.format === 'fp8' ? 'FP8' : 'INT8'} in weighted operators; this one runs in the type of its inputs`,
    ),
  };
}
