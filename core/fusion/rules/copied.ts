// Dequantized values: each of their readers is given a copy, so that patterns of several readers do not match.
import type { FusionView } from '../view.ts';
import { passed } from './propagatedQuantizers.ts';

/** Whether onnxruntime gives each reader of the value a dequantizer of its own (EnsureUniqueDQForNodeUnit). */
export function isCopied(view: FusionView, value: string): boolean {
  let producer = view.producer(value);
  // A dequantizer goes behind what only moves values.
  while (producer !== undefined && passed.has(view.operator(producer)))
    producer = view.producer(view.input(producer, 0));
  return producer !== undefined && view.operator(producer) === 'DequantizeLinear';
}

export function copiedReason(view: FusionView, one: number, other: number): string {
  return `${view.name(one)} reads another copy of the dequantized value than ${view.name(other)}: each reader is given its own.`;
}
