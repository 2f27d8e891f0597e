// The one place where values become ONNX Runtime's tensors and come back, converting types where an input asks for another.
import { Tensor } from 'onnxruntime-node';
import { LatheError } from '#core/contract/failure.ts';
import { encodeFloat16 } from '#core/onnx/float16.ts';
import { toNumbers, type Value, type ValueType } from '#electron/worker/value.ts';

/** What a session says of an input or output. `type` is undefined where it is no tensor of a type that Lathe passes. */
export interface Port {
  readonly name: string;
  readonly type: ValueType | undefined;
  /** Names stand for dynamic dimensions. */
  readonly shape: readonly (number | string)[];
}

/** @throws LatheError naming the input where strings meet numbers. */
export function toTensor(port: Port, value: Value): Tensor {
  const given = converted(port, value);
  if (given.type === 'string') return new Tensor('string', [...given.data], given.dims);
  if (given.type === 'float16') return halfTensor(given.data, given.dims);
  if (given.type === 'bool') return new Tensor('bool', given.data, given.dims);
  return new Tensor(given.type, given.data as never, given.dims);
}

/** The value in the type that the port takes. @throws LatheError naming the input where strings meet numbers. */
export function converted(port: Port, value: Value): Value {
  const wanted = port.type ?? value.type;
  return wanted === value.type ? value : convert(port.name, wanted, value);
}

/**
 * The class would make a Float16Array of the bits where V8 has one, and ONNX Runtime's binding (up to 1.30) sees no
 * elements in that. It takes the bits as they are under the type's name.
 */
function halfTensor(bits: Uint16Array, dims: readonly number[]): Tensor {
  return Object.assign(new Tensor('uint16', bits, dims), { type: 'float16' as const }) as Tensor;
}

export function fromTensor(tensor: Tensor): Value {
  const { type, dims, data } = tensor;
  if (type === 'float16') {
    // With a recent V8 these are a Float16Array; the bits beneath are what Value holds.
    const view = data as ArrayBufferView;
    return { type, dims, data: new Uint16Array(view.buffer, view.byteOffset, view.byteLength / 2) };
  }
  return { type, dims, data } as Value;
}

const makers: Partial<Record<ValueType, (numbers: ArrayLike<number>) => Value['data']>> = {
  float32: (numbers) => Float32Array.from(numbers),
  float64: (numbers) => Float64Array.from(numbers),
  float16: (numbers) => Uint16Array.from(numbers, encodeFloat16),
  int8: (numbers) => Int8Array.from(numbers),
  uint8: (numbers) => Uint8Array.from(numbers),
  int16: (numbers) => Int16Array.from(numbers),
  uint16: (numbers) => Uint16Array.from(numbers),
  int32: (numbers) => Int32Array.from(numbers),
  uint32: (numbers) => Uint32Array.from(numbers),
  int64: (numbers) => BigInt64Array.from(Array.from(numbers, (number) => BigInt(Math.trunc(number)))),
  uint64: (numbers) => BigUint64Array.from(Array.from(numbers, (number) => BigInt(Math.trunc(number)))),
  bool: (numbers) => Uint8Array.from(numbers, (number) => (number === 0 ? 0 : 1)),
};

/** Floats are rounded to nearest; to whole numbers they are cut. */
function convert(input: string, wanted: ValueType, value: Value): Value {
  const numbers = toNumbers(value);
  const make = makers[wanted];
  if (numbers === undefined || make === undefined) {
    throw new LatheError({
      kind: 'job',
      reason: `Input '${input}' takes ${wanted}, and the data holds ${value.type}.`,
      next: `Give '${input}' values of type ${wanted}.`,
    });
  }
  return { type: wanted, dims: value.dims, data: make(numbers) } as Value;
}
