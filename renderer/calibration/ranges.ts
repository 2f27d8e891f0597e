// Calibration ranges as a table shows them.
import type { TensorRange } from '#core/contract/calibration.ts';

export const rangeOrders = [
  { value: 'model', label: 'As found' },
  { value: 'clipped', label: 'Most clipped' },
  { value: 'widest', label: 'Widest' },
] as const;
export type RangeOrder = (typeof rangeOrders)[number]['value'];

export function matching(tensors: readonly TensorRange[], typed: string, order: RangeOrder): readonly TensorRange[] {
  const query = typed.trim().toLowerCase();
  const found = query === '' ? tensors : tensors.filter(({ tensor }) => tensor.toLowerCase().includes(query));
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
