// Large counts as people say them: 1.82 G, 25.6 M, 4,096.
import { count, digits } from '#renderer/format/format.ts';

const units = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
] as const;

export function operationCount(value: number): string {
  const unit = units.find(([size]) => value >= size);
  return unit ? `${digits(value / unit[0])} ${unit[1]}` : count(value);
}

/** `1.82 G with batch = 1`: what was counted holds for these sizes of the dynamic dimensions alone. */
export function costText(operations: number, takenAsOne: readonly string[]): string {
  const counted = operationCount(operations);
  return takenAsOne.length === 0 ? counted : `${counted} with ${takenAsOne.join(' = ')} = 1`;
}
