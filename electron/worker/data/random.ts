// Inputs for when there is no data: random, valid, and the same every time.
import type { Recipe } from '#core/contract/recipe.ts';
import { encodeFloat16 } from '#core/onnx/float16.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import type { Value, Values } from '#electron/worker/value.ts';
import { inputDims } from './inputDims.ts';
import { type Seeded, seeded } from './seeded.ts';

export interface RandomOptions {
  readonly profiles: Recipe['profiles'];
  /** By input name: how many rows the table has that the input's whole numbers index. */
  readonly vocabulary?: ReadonlyMap<string, number>;
  /** Another sample of the same series. */
  readonly sample?: number;
}

/**
 * Floats are drawn from N(0, 1); whole numbers from the vocabulary's range where it is known, else 0 or 1; masks are
 * all ones and booleans all true, so that nothing is masked away. The values depend on the input's name and shape alone.
 */
export function randomInputs(ports: readonly Port[], options: RandomOptions): Values {
  const values: Record<string, Value> = {};
  for (const port of ports) {
    const dims = inputDims(port, options.profiles);
    const count = dims.reduce((product, size) => product * size, 1);
    const random = seeded(`${port.name} ${dims.join('x')} ${options.sample ?? 0}`);
    values[port.name] = draw(port, dims, count, options.vocabulary?.get(port.name), random);
  }
  return values;
}

function draw(port: Port, dims: number[], count: number, rows: number | undefined, random: Seeded): Value {
  const type = port.type ?? 'float32';
  const whole = () => {
    if (rows !== undefined) return random.below(rows);
    return /mask/i.test(port.name) ? 1 : random.below(2);
  };
  switch (type) {
    case 'float32':
      return { type, dims, data: Float32Array.from({ length: count }, random.normal) };
    case 'float64':
      return { type, dims, data: Float64Array.from({ length: count }, random.normal) };
    case 'float16':
      return { type, dims, data: Uint16Array.from({ length: count }, () => encodeFloat16(random.normal())) };
    case 'bool':
      return { type, dims, data: new Uint8Array(count).fill(1) };
    case 'string':
      return { type, dims, data: Array.from({ length: count }, () => String(whole())) };
    case 'int64':
      return { type, dims, data: BigInt64Array.from({ length: count }, () => BigInt(whole())) };
    case 'uint64':
      return { type, dims, data: BigUint64Array.from({ length: count }, () => BigInt(whole())) };
    // A byte is most often a pixel.
    case 'uint8':
      return { type, dims, data: Uint8Array.from({ length: count }, () => random.below(rows ?? 256)) };
    case 'int8':
      return { type, dims, data: Int8Array.from({ length: count }, whole) };
    case 'int16':
      return { type, dims, data: Int16Array.from({ length: count }, whole) };
    case 'uint16':
      return { type, dims, data: Uint16Array.from({ length: count }, whole) };
    case 'int32':
      return { type, dims, data: Int32Array.from({ length: count }, whole) };
    case 'uint32':
      return { type, dims, data: Uint32Array.from({ length: count }, whole) };
  }
}
