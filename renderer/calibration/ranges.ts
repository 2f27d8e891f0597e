// Calibration ranges as a table shows them.
import type { TensorRange } from '#core/contract/calibration.ts';

/** Bounds on |x| from a file, to be shown beside those of a calibration. */
export interface Compared {
  readonly name: string;
  readonly bounds: ReadonlyMap<string, number>;
}

/** How far a bound is from the one compared with, as a factor; undefined where the file lacks the tensor. */
export function ratioTo(compared: Compared | null, { tensor, threshold }: TensorRange): number | undefined {
  const other = compared?.bounds.get(tensor);
  if (other === undefined) return undefined;
  return other === threshold ? 1 : threshold === 0 ? undefined : other / threshold;
}

export const rangeOrders = [
  { value: 'model', label: 'As found' },
  { value: 'clipped', label: 'Most clipped' },
  { value: 'widest', label: 'Widest' },
] as const;
/** Beside a file there is no column for what was clipped. */
export const comparedOrders = [
  rangeOrders[0],
  { value: 'different', label: 'Most different' },
  rangeOrders[2],
] as const;
export type RangeOrder = (typeof rangeOrders)[number]['value'] | (typeof comparedOrders)[number]['value'];

export function matching(
  tensors: readonly TensorRange[],
  typed: string,
  order: RangeOrder,
  compared: Compared | null,
): readonly TensorRange[] {
  const query = typed.trim().toLowerCase();
  const found = query === '' ? tensors : tensors.filter(({ tensor }) => tensor.toLowerCase().includes(query));
  if (order === 'different') {
    const far = (range: TensorRange) => Math.abs(Math.log(ratioTo(compared, range) ?? Number.MAX_VALUE));
    return found.toSorted((a, b) => far(b) - far(a));
  }
  if (order === 'clipped') return found.toSorted((a, b) => b.clipped - a.clipped);
  return order === 'widest' ? found.toSorted((a, b) => b.threshold - a.threshold) : found;
}

/** Step between two neighbouring INT8 values: threshold / 127. */
export function scaleOf({ threshold }: Pick<TensorRange, 'threshold'>): number {
  return threshold / 127;
}

/** Four significant digits; an exponent only where zeros would hide them. */
export function significant(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-4 ? value.toExponential(2) : value.toPrecision(4);
}

/** In percent; what is not nothing does not look like nothing. */
export function clippedText(share: number): string {
  if (share === 0) return '–';
  return share < 0.00005 ? '< 0.01 %' : `${(share * 100).toFixed(2)} %`;
}

/** What a file says of a tensor. */
export function boundText({ bounds }: Compared, tensor: string): string {
  const bound = bounds.get(tensor);
  return bound === undefined ? 'missing' : significant(bound);
}

export function ratioText(ratio: number | undefined): string {
  if (ratio === undefined) return '–';
  return Math.abs(ratio - 1) < 1e-6 ? '=' : factorText(ratio);
}

/** `×1.5`; three digits are enough. */
export function factorText(factor: number): string {
  return `×${factor >= 1000 ? factor.toExponential(1) : factor.toPrecision(3)}`;
}
