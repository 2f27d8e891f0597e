// The type of 8-bit activations once ONNX Runtime has made signed ones unsigned.
import type { FusionView } from '../view.ts';

/** Element types as ONNX numbers them. */
export const [uint8, int8] = [2, 3];

/** On x86, signed activations become unsigned where one quantizer and its one dequantizer stand alone (QDQS8ToU8Transformer). */
export function typeAtRunTime(view: FusionView, value: string): number {
  const type = view.type(value);
  const producer = view.producer(value);
  if (type !== int8 || producer === undefined || view.operator(producer) !== 'QuantizeLinear') return type;
  const reader = view.soleReader(producer);
  if (reader === undefined || view.operator(reader) !== 'DequantizeLinear') return type;
  const readers = view.readers(reader).length + (view.isOutput(reader) ? 1 : 0);
  return readers === 1 ? uint8 : type;
}
