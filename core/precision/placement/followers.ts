// Operators between weighted ones that ONNX Runtime computes in 8 bits, so that data need not become FP32 in between.
import type { Node } from '#core/onnx/model.ts';
import { recipeReason } from '../keep.ts';
import { gateOf, gateRange } from '../qdq/hardGate.ts';
import type { Range } from '../ranges.ts';
import { hasOneReader, nodeAt, producerOf, type Site } from './placement.ts';
import { movedInputs } from './scaleGroups.ts';

const unary = new Set(['AveragePool', 'GlobalAveragePool', 'LeakyRelu', 'Sigmoid', 'Relu', 'Clip']);
const binary = new Set(['Add', 'Mul']);

/** Whether an operator, other than a weighted one, has an 8-bit kernel. */
export function hasKernel(opType: string): boolean {
  return unary.has(opType) || binary.has(opType) || opType === 'HardSwish' || opType === 'HardSigmoid';
}

/** The inputs of an operator that may follow, all of which must be quantized; undefined for any other operator. */
function followedInputs(node: Node, site: Site): readonly string[] | undefined {
  if (node.domain !== '') return undefined;
  const isUnary = unary.has(node.opType) || gateOf(node) !== undefined;
  const inputs = isUnary ? node.inputs.slice(0, 1) : binary.has(node.opType) ? node.inputs : movedInputs(node);
  return inputs?.some((input) => site.constants(input) !== undefined) ? undefined : inputs;
}

/**
 * Where the result of a node is quantized: after the Relu or Clip that alone reads it, else at its own output.
 * Quantized there, with 0 as the smallest code, the activation costs nothing.
 */
export function fusedOutput(site: Site, node: Node): string {
  const [output = ''] = node.outputs;
  if (!hasOneReader(site, output)) return output;
  const activation = nodeAt(site, site.index.consumers(output)[0] ?? -1);
  const isActivation = activation.domain === '' && (activation.opType === 'Relu' || activation.opType === 'Clip');
  const reads = activation.inputs[0] === output && recipeReason(activation, site.keep) === undefined;
  return isActivation && reads ? (activation.outputs[0] ?? output) : output;
}

/** The values that a node in 8 bits gives in 8 bits. A pool's indices are none of them. */
export function results(site: Site, node: Node): readonly string[] {
  return node.opType === 'Split' ? node.outputs.filter((output) => output !== '') : [fusedOutput(site, node)];
}

/**
 * The operators to compute in 8 bits besides the weighted ones: those that get at least one input in 8 bits and whose
 * result an 8-bit operator reads. Found in rounds, because each one quantizes its other inputs for more to follow.
 */
export function followers(
  site: Site,
  weighted: ReadonlySet<number>,
  reasons: Map<number, string>,
): ReadonlySet<number> {
  const chosen = new Set<number>();
  const refused = new Set<number>();
  for (let changed = true; changed; ) {
    const found = candidates(site, weighted, chosen, refused);
    changed = found.size > 0;
    for (const place of found) {
      const reason = refusal(site, nodeAt(site, place));
      if (reason === undefined) continue;
      refused.add(place);
      reasons.set(place, reason);
    }
    // A refusal may take away what made others candidates: they are looked for again.
    if (![...found].some((place) => refused.has(place))) for (const place of found) chosen.add(place);
  }
  return chosen;
}

function refusal(site: Site, node: Node): string | undefined {
  const recipe = recipeReason(node, site.keep);
  if (recipe !== undefined) return recipe;
  const isKnown = (value: string) => site.hasRange(value) || statedRange(site, value) !== undefined;
  const missing = [...(followedInputs(node, site) ?? []), ...results(site, node)].find((value) => !isKnown(value));
  return missing === undefined ? undefined : `no range is known for '${missing}'`;
}

/** The range that the operator that gives a value says by itself. */
export function statedRange(site: Site, value: string): Range | undefined {
  const producer = producerOf(site, value);
  return producer?.node.opType === 'HardSigmoid' && gateOf(producer.node) ? gateRange : undefined;
}

/** Forwards: all that gets 8 bits. Backwards: of these only what leads on to an operator in 8 bits. */
function candidates(
  site: Site,
  weighted: ReadonlySet<number>,
  chosen: ReadonlySet<number>,
  refused: ReadonlySet<number>,
): ReadonlySet<number> {
  const order = [...(site.index.topologicalOrder ?? [])];
  const quantized = valuesIn8Bits(site, weighted, chosen);
  const found = new Set<number>();
  for (const place of order) {
    if (weighted.has(place) || chosen.has(place) || refused.has(place)) continue;
    const node = nodeAt(site, place);
    if (!followedInputs(node, site)?.some((input) => quantized.has(input))) continue;
    found.add(place);
    for (const result of results(site, node)) quantized.add(result);
  }
  for (const place of order.toReversed()) {
    if (!found.has(place)) continue;
    const readers = results(site, nodeAt(site, place)).flatMap((result) => site.index.consumers(result));
    if (!readers.some((reader) => weighted.has(reader) || chosen.has(reader) || found.has(reader))) found.delete(place);
  }
  return found;
}

function valuesIn8Bits(site: Site, weighted: ReadonlySet<number>, chosen: ReadonlySet<number>): Set<string> {
  const values = new Set<string>();
  for (const place of weighted) {
    const node = nodeAt(site, place);
    for (const value of [...node.inputs.slice(0, 2), fusedOutput(site, node)]) values.add(value);
  }
  for (const place of chosen) {
    const node = nodeAt(site, place);
    for (const value of [...(followedInputs(node, site) ?? []), ...results(site, node)]) values.add(value);
  }
  return values;
}
