// The bytes that a layer moves: what it reads and writes, by the shapes and types that the engine states.
import type { EngineLayer, LayerTensor } from '../inspector/readLayers.ts';

const bits: Readonly<Record<string, number>> = {
  FP32: 32,
  TF32: 32,
  INT32: 32,
  INT64: 64,
  FP16: 16,
  BF16: 16,
  FP8: 8,
  INT8: 8,
  UINT8: 8,
  BOOL: 8,
  INT4: 4,
  FP4: 4,
};

/** Null where shape or type are not told. Padding of vectorized layouts is not counted. */
export function tensorBytes({ dims, type }: LayerTensor): number | null {
  const width = bits[type];
  if (width === undefined || dims.some((size) => size < 0)) return null;
  return (dims.reduce((count, size) => count * size, 1) * width) / 8;
}

/**
 * Bytes of all inputs and outputs, and of weights that the layer keeps inside itself.
 *
 * @param inside elements of the weights of its ONNX nodes, where none of its inputs is a constant.
 */
export function layerBytes(layer: EngineLayer, precision: string, inside: number): number | null {
  const tensors = [...layer.inputs, ...layer.outputs].map(tensorBytes);
  if (tensors.length === 0 || tensors.includes(null)) return null;
  const weights = (inside * (bits[precision] ?? 32)) / 8;
  return tensors.reduce<number>((sum, bytes) => sum + (bytes ?? 0), weights);
}
