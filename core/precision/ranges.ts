// The ranges file: what calibration found for each observed tensor, as JSON that is the same for the same ranges.
import { canonicalJson } from './canonical.ts';

export interface Range {
  /** Smallest and largest value observed. */
  readonly min: number;
  readonly max: number;
  /** The bound on |x| that the calibration method chose; absent where the whole range is kept. */
  readonly threshold?: number | undefined;
  /** The ends of the interval to keep, low ≤ 0 ≤ high, where a method chose each of them by itself. */
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

export interface Ranges {
  readonly version: 1;
  /** Hash of the model's file that the tensors belong to. */
  readonly modelHash: string;
  /** Such as `mse`, or the algorithm of the cache that the ranges came from. */
  readonly method: string;
  readonly samples: number;
  readonly preprocessingHash: string;
  /** By the name of the value in the model. */
  readonly tensors: Readonly<Record<string, Range>>;
}

/** A ranges file that cannot be used: one sentence, and what to do next. */
export class RangesError extends Error {
  readonly next: string;
  constructor(message: string, next: string) {
    super(message);
    this.name = 'RangesError';
    this.next = next;
  }
}

/** The text of a ranges file: one tensor a line, sorted by name, every number in the form that reads back exactly. */
export function serializeRanges(ranges: Ranges): string {
  const { tensors, ...head } = ranges;
  const lines = Object.keys(tensors)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => `${JSON.stringify(name)}:${canonicalJson({ ...requireRange(name, tensors[name]) })}`);
  const open = canonicalJson(head).slice(0, -1);
  return `${open},"tensors":{${lines.length > 0 ? `\n${lines.join(',\n')}\n` : ''}}}\n`;
}

/** @throws RangesError where the text is no ranges file of version 1 or a range in it cannot be one. */
export function parseRanges(text: string): Ranges {
  const file = parseObject(text);
  if (file.version !== 1) {
    throw new RangesError(
      `The ranges file says version ${JSON.stringify(file.version ?? null)}, and Lathe knows version 1.`,
      'Calibrate again, or use the version of Lathe that wrote the file.',
    );
  }
  const tensors: Record<string, Range> = Object.create(null) as Record<string, Range>;
  if (!isObject(file.tensors)) throw notRanges("it has no object 'tensors'");
  for (const [name, range] of Object.entries(file.tensors)) tensors[name] = requireRange(name, range);
  return {
    version: 1,
    modelHash: textField(file, 'modelHash'),
    method: textField(file, 'method'),
    samples: countField(file, 'samples'),
    preprocessingHash: textField(file, 'preprocessingHash'),
    tensors,
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw notRanges(error instanceof Error ? error.message : String(error));
  }
  if (!isObject(value)) throw notRanges('it holds no object');
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textField(file: Readonly<Record<string, unknown>>, name: string): string {
  const value = file[name];
  if (typeof value !== 'string') throw notRanges(`its '${name}' is no text`);
  return value;
}

function countField(file: Readonly<Record<string, unknown>>, name: string): number {
  const value = file[name];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw notRanges(`its '${name}' is no count`);
  return value;
}

function notRanges(reason: string): RangesError {
  return new RangesError(`This is not a ranges file: ${reason}.`, 'Calibrate again to write a new one.');
}

/** A range that arithmetic can rely on: finite, min ≤ max, a threshold that is not negative, ends that hold 0. */
export function requireRange(name: string, range: unknown): Range {
  if (!isObject(range)) throw noRange(name, 'is missing');
  const { min, max } = range;
  if (typeof min !== 'number' || typeof max !== 'number') throw noRange(name, 'has no numbers min and max');
  if (!Number.isFinite(min) || !Number.isFinite(max)) throw noRange(name, `is not finite (${min} to ${max})`);
  if (min > max) throw noRange(name, `is upside down (${min} to ${max})`);
  const bound = (field: 'threshold' | 'low' | 'high', isRight: (value: number) => boolean) => {
    const value = range[field];
    if (value === undefined) return {};
    if (typeof value === 'number' && Number.isFinite(value) && isRight(value)) return { [field]: value };
    throw noRange(name, `has the ${field} ${String(value)}`);
  };
  return {
    min,
    max,
    ...bound('threshold', (value) => value >= 0),
    ...bound('low', (value) => value <= 0),
    ...bound('high', (value) => value >= 0),
  };
}

function noRange(name: string, what: string): RangesError {
  return new RangesError(
    `The range of the tensor '${name}' ${what}.`,
    'Calibrate again with data on which the FP32 model gives finite values, or keep the nodes that read it in FP32.',
  );
}
