// Weights in 4 bits with a scale for each block along one axis (ONNX DequantizeLinear with block_size).
import { smallestScale } from './scale.ts';
import { roundHalfToEven } from './weightScales.ts';

export interface BlockScales {
  /** From −8 to 7, in the order of the weights. */
  readonly codes: Int8Array;
  readonly scales: Float32Array;
  /** Those of the weights, with the number of blocks along the axis. */
  readonly dims: readonly number[];
}

/** What is divided by the largest |w| of a block gives a scale to try: all codes up to ±7, or −8 and a little clipped. */
const divisors = [7, 7.25, 7.5, 8];

/**
 * Symmetric: q = round(w / s), ties to even, saturated to −8 … 7. Each block takes the scale, of a few, that leaves the
 * least squared error; a block of zeros gets 1.
 *
 * @param dims of rank 2. @param rounded gives the scales as they can be written.
 * @returns the place of the first value that is not finite instead, where there is one.
 */
export function quantizeBlocks(
  values: ArrayLike<number>,
  dims: readonly number[],
  axis: 0 | 1,
  block: number,
  rounded: (scales: Float32Array) => Float32Array = (scales) => scales,
): BlockScales | { readonly notFinite: number } {
  const [rows = 0, columns = 0] = dims;
  const blocks = Math.ceil((dims[axis] ?? 0) / block);
  const scaleDims = axis === 0 ? [blocks, columns] : [rows, blocks];
  const scaleOf = (element: number) => {
    const [row, column] = [Math.floor(element / columns), element % columns];
    return axis === 0 ? Math.floor(row / block) * columns + column : row * blocks + Math.floor(column / block);
  };
  const largest = new Float64Array(axis === 0 ? blocks * columns : rows * blocks);
  for (let element = 0; element < values.length; element++) {
    const size = Math.abs(values[element] ?? 0);
    if (!Number.isFinite(size)) return { notFinite: element };
    const place = scaleOf(element);
    if (size > (largest[place] ?? 0)) largest[place] = size;
  }
  const tries = divisors.map((divisor) =>
    rounded(Float32Array.from(largest, (size) => (size === 0 ? 1 : Math.max(size / divisor, smallestScale)))),
  );
  const errors = tries.map((scales) => {
    const squares = new Float64Array(scales.length);
    for (let element = 0; element < values.length; element++) {
      const place = scaleOf(element);
      const [value, scale] = [values[element] ?? 0, scales[place] ?? 1];
      squares[place] = (squares[place] ?? 0) + (value - code(value, scale) * scale) ** 2;
    }
    return squares;
  });
  const scales = Float32Array.from(largest, (_, place) => {
    let best = 0;
    for (let index = 1; index < tries.length; index++) {
      if ((errors[index]?.[place] ?? 0) < (errors[best]?.[place] ?? 0)) best = index;
    }
    return tries[best]?.[place] ?? 1;
  });
  const codes = Int8Array.from({ length: values.length }, (_, element) =>
    code(values[element] ?? 0, scales[scaleOf(element)] ?? 1),
  );
  return { codes, scales, dims: scaleDims };
}

/** The weights that the codes stand for. */
export function dequantizeBlocks(
  { codes, scales, dims: [, across = 1] }: BlockScales,
  columns: number,
  axis: 0 | 1,
  block: number,
): Float32Array {
  return Float32Array.from(codes, (code, element) => {
    const [row, column] = [Math.floor(element / columns), element % columns];
    const place = axis === 0 ? Math.floor(row / block) * across + column : row * across + Math.floor(column / block);
    return code * (scales[place] ?? 1);
  });
}

function code(value: number, scale: number): number {
  return Math.max(-8, Math.min(7, roundHalfToEven(Math.fround(value / scale))));
}
