// Whether a value is quantized for all that read it, at once or behind what only moves it.
import { stringAttribute } from '#core/onnx/attribute.ts';
import type { FusionView } from '../view.ts';
import { commuting } from './propagation.ts';

/** Looking through more readers than this would cost a large graph its square. */
const mostLookedThrough = 64;

const none: ReadonlySet<number> = new Set();

/**
 * TensorRT moves quantizers to the front through what commutes with them (developer guide, Q/DQ propagation).
 *
 * @param besides readers that do not count, such as those of the same kernel.
 */
export function isQuantizedBehind(view: FusionView, node: number, besides: ReadonlySet<number> = none): boolean {
  const waiting = [node];
  const seen = new Set(besides);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const readers = view.readers(next);
    if (readers.length === 0 || view.isOutput(next)) return false;
    for (const reader of readers) {
      if (view.operator(reader) === 'QuantizeLinear' || seen.has(reader)) continue;
      if (!isPassed(view, reader) || seen.size >= besides.size + mostLookedThrough) return false;
      seen.add(reader);
      waiting.push(reader);
    }
  }
  return true;
}

/** Each input of a concatenation gets a quantizer of its own. */
function isPassed(view: FusionView, node: number): boolean {
  const found = view.nodes[node];
  if (found?.opType === 'Resize') return stringAttribute(found, 'mode', 'nearest') === 'nearest';
  return commuting.has(view.operator(node)) || view.operator(node) === 'Concat';
}
