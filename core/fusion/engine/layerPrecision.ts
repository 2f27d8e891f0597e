// The precision in which a layer really works, read from the tensors it reads and writes.
import type { EngineLayer } from '../inspector/readLayers.ts';

const arithmetic = /^(FP32|FP16|BF16|FP8|INT8|UINT8|FP4|INT4)$/;

/** From the widest to the narrowest; what is not here (indexes, booleans) has no precision to choose. */
export const precisionOrder: readonly string[] = ['FP32', 'TF32', 'BF16', 'FP16', 'FP8', 'INT8', 'INT4', 'FP4'];

/**
 * `FP32`, `TF32`, `FP16`, `INT8`, …: the type of the first input that is a number to calculate with, else of the output;
 * '' where the engine does not tell. A kernel that says so in its name multiplies FP32 in TF32's 10 bits.
 */
export function layerPrecision(layer: EngineLayer): string {
  const tensors = [...layer.inputs, ...layer.outputs];
  const type = tensors.find((tensor) => arithmetic.test(tensor.type))?.type ?? layer.outputs[0]?.type ?? '';
  if (type === 'UINT8') return 'INT8';
  return type === 'FP32' && /tf32/i.test(layer.tactic) ? 'TF32' : type;
}

/** Above 0 where `precision` is wider than `asked`; 0 where one of them is no precision. */
export function widerBy(precision: string, asked: string): number {
  const place = (name: string) => precisionOrder.indexOf(name);
  const [has, wanted] = [place(precision), place(asked)];
  return has < 0 || wanted < 0 ? 0 : wanted - has;
}
