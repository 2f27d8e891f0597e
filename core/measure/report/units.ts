// Figures as people read them: three significant digits, with their unit.
import type { AccuracyChange, Interval } from '#core/contract/measurement.ts';

/** `0.123 ms`, `45.6 ms`, `1.23 s`. */
export function formatMs(ms: number): string {
  return ms >= 1000 ? `${digits(ms / 1000)} s` : `${digits(ms)} ms`;
}

/** In powers of 1000, as disks and downloads are counted. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : digits(value)} ${units[unit]}`;
}

/** A share from 0 to 1 in percent, with two decimals. */
export function formatShare(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(2)} %`;
}

/** A share with its interval: `97.92 % (94.10–99.32)`. */
export function formatShareWithin(share: number | null, interval: Interval | null): string {
  if (share === null || interval === null) return formatShare(share);
  return `${formatShare(share)} (${(100 * interval.low).toFixed(2)}–${(100 * interval.high).toFixed(2)})`;
}

/** A difference of shares in percentage points, with its sign: `+0.52`, `−1.04`, `0.00`. */
export function formatPoints(difference: number): string {
  const text = Math.abs(100 * difference).toFixed(2);
  const sign = Number(text) === 0 ? '' : difference < 0 ? '−' : '+';
  return `${sign}${text}`;
}

/** `−1.04 (−3.12 to +0.94)`, in percentage points. */
export function formatChange(change: AccuracyChange | null): string {
  if (change === null) return '–';
  return `${formatPoints(change.difference)} (${formatPoints(change.low)} to ${formatPoints(change.high)})`;
}

export function formatDb(errors: { readonly sqnrDb: number | null; readonly cosine: number | null }): string {
  if (errors.sqnrDb !== null) return `${errors.sqnrDb.toFixed(1)} dB`;
  return errors.cosine === 1 ? 'identical' : '–';
}

/** Six decimals: likeness differs far behind the point. */
export function formatCosine(cosine: number | null): string {
  return cosine === null ? '–' : cosine.toFixed(6);
}

/** Three significant digits, no exponent below 10⁶ and above 10⁻⁴. */
export function digits(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(2);
  if (size >= 999.5) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}
