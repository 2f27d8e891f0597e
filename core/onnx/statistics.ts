// What the values of a tensor are like, found in one or two passes over its chunks, never holding all of it.
import { bitsPerElement, DataType, dataTypeName } from './dataType.ts';
import { elementCount } from './elementCount.ts';
import { decodeElements } from './elements.ts';
import { OnnxError } from './error.ts';
import { countInto, type Histogram } from './histogram.ts';
import type { Tensor } from './model.ts';
import { addChunk, finiteCount, type Moments, noMoments } from './moments.ts';
import type { OpenExternal } from './source.ts';
import { type TensorHome, tensorByteLength } from './tensor.ts';
import { tensorChunks } from './tensorChunks.ts';

export interface TensorStatistics {
  /** All elements, those that are not finite included. */
  readonly count: number;
  readonly zeros: number;
  readonly nan: number;
  readonly positiveInfinity: number;
  readonly negativeInfinity: number;
  /** Of the finite elements; NaN where there are none. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Of the population: √(Σ(x − mean)² / n) over the finite elements. */
  readonly standardDeviation: number;
  /** The larger of |min| and |max|. */
  readonly absoluteMax: number;
  readonly histogram: Histogram;
}

export interface StatisticsOptions {
  readonly openExternal?: OpenExternal | undefined;
  /** Called after each chunk with a share from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
  /** An AbortSignal, or anything like one. */
  readonly signal?: { readonly aborted: boolean; readonly reason?: unknown } | undefined;
  /** Bins of the histogram; 64 where nothing is said. */
  readonly bins?: number | undefined;
}

/**
 * Statistics of a tensor of real numbers; 64-bit integers are taken as float64. The data is read twice, a few MiB at a time.
 * Throws `OnnxError` for strings and complex numbers, and the signal's reason where it is aborted.
 */
export async function tensorStatistics(
  tensor: Tensor,
  home: TensorHome,
  options: StatisticsOptions = {},
): Promise<TensorStatistics> {
  requireReal(tensor);
  const total = 2 * tensorByteLength(tensor);
  let done = 0;
  const eachChunk = async (use: (values: ArrayLike<number>) => void) => {
    const elements = elementCount(tensor.dims);
    let before = 0;
    for await (const chunk of tensorChunks(tensor, home, options.openExternal)) {
      throwIfAborted(options.signal);
      const count = Math.min(Math.floor((chunk.length * 8) / bitsPerElement(tensor.dataType)), elements - before);
      use(realValues(tensor.dataType, chunk, count));
      before += count;
      done += chunk.length;
      options.onProgress?.(done / total);
    }
  };
  let moments = noMoments;
  await eachChunk((values) => {
    moments = addChunk(moments, values);
  });
  const counts = new Array<number>(options.bins ?? 64).fill(0);
  await eachChunk((values) => countInto(counts, moments.min, moments.max, values));
  return fromMoments(moments, counts);
}

function requireReal({ name, dataType, data }: Tensor): void {
  const complex = dataType === DataType.complex64 || dataType === DataType.complex128;
  if (data.kind === 'strings' || complex || bitsPerElement(dataType) === 0) {
    throw new OnnxError(
      `The tensor '${name}' holds elements of type ${dataTypeName(dataType)}, which have no statistics`,
      'Choose a tensor of real numbers.',
    );
  }
}

function throwIfAborted(signal: StatisticsOptions['signal']): void {
  if (signal?.aborted) {
    throw signal.reason ?? new Error('the statistics were cancelled');
  }
}

function realValues(dataType: number, chunk: Uint8Array, count: number): ArrayLike<number> {
  const values = decodeElements(dataType, chunk, count);
  return values instanceof BigInt64Array || values instanceof BigUint64Array
    ? Float64Array.from(values, Number)
    : values;
}

function fromMoments(moments: Moments, counts: readonly number[]): TensorStatistics {
  const finite = finiteCount(moments);
  const known = (value: number) => (finite === 0 ? Number.NaN : value);
  const { count, zeros, nan, positiveInfinity, negativeInfinity } = moments;
  // Adding 0 makes −0 a plain 0.
  const [min, max] = [known(moments.min + 0), known(moments.max + 0)];
  return {
    count,
    zeros,
    nan,
    positiveInfinity,
    negativeInfinity,
    min,
    max,
    mean: known(moments.mean),
    standardDeviation: Math.sqrt(moments.squares / finite),
    absoluteMax: Math.max(Math.abs(min), Math.abs(max)),
    histogram: { low: min, high: max, counts },
  };
}
