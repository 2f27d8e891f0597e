// Values for a model's inputs, made up from what the server says of them, the same every time.
import { LatheError } from '#core/contract/failure.ts';
import { encodeFloat16 } from '#core/onnx/float16.ts';
import { isDatatype, widths } from '#electron/deploy/protocol/datatype.ts';
import { elementsOf, type WireTensor, writeTexts } from '#electron/deploy/protocol/wireTensor.ts';
import { seeded } from '#electron/worker/data/seeded.ts';
import type { Tensor } from './server.ts';

/** Axes of a stated shape that the server calls dynamic: the first is the batch, others must be given. */
export function shapeOf(
  { name, shape }: Tensor,
  batch: number,
  shapes: Readonly<Record<string, readonly number[]>>,
): readonly number[] {
  const given = shapes[name];
  if (given) return given;
  const sizes = shape.map((size, axis) => (size < 0 && axis === 0 ? batch : size));
  if (sizes.every((size) => size >= 0)) return sizes;
  throw new LatheError({
    kind: 'use',
    reason: `Input '${name}' has the shape [${shape.join(', ')}], and only the batch can be chosen by itself.`,
    next: `Send samples of data, build with a profile that says its best shape, or give one in a terminal: --shapes ${name}:${sizes.map((size) => (size < 0 ? 16 : size)).join('x')}.`,
  });
}

/** @param seed another one makes other values. @throws LatheError where a type is unknown. */
export function madeUp(tensor: Tensor, shape: readonly number[], seed: number): WireTensor {
  const { name, datatype } = tensor;
  if (!isDatatype(datatype)) {
    throw new LatheError({
      kind: 'use',
      reason: `Input '${name}' has the type ${datatype}, which Lathe does not know.`,
      next: 'Put a model of other types under load.',
    });
  }
  const random = seeded(`load ${name} ${seed}`);
  const count = elementsOf(shape);
  if (datatype === 'BYTES') {
    const texts = Array.from({ length: count }, () => `lathe ${random.below(1000)}`);
    return { name, datatype, shape, bytes: writeTexts(texts) };
  }
  const bytes = new Uint8Array(count * widths[datatype]);
  const view = new DataView(bytes.buffer);
  const width = widths[datatype];
  for (let index = 0; index < count; index += 1) {
    const offset = index * width;
    if (datatype === 'FP32') view.setFloat32(offset, random.normal(), true);
    else if (datatype === 'FP64') view.setFloat64(offset, random.normal(), true);
    else if (datatype === 'FP16') view.setUint16(offset, encodeFloat16(random.normal()), true);
    // The upper half of a float's bits.
    else if (datatype === 'BF16') {
      const wide = new DataView(new ArrayBuffer(4));
      wide.setFloat32(0, random.normal());
      view.setUint16(offset, wide.getUint16(0), true);
    } else if (datatype === 'UINT8' || datatype === 'INT8') view.setUint8(offset, random.below(128));
    // Small numbers are places in any table, and true or false.
    else view.setUint8(offset, random.below(2));
  }
  return { name, datatype, shape, bytes };
}
