// Numbers as people read them: three significant digits, one unit, and a column's digits agreed by all its rows.

const dash = '–';

/** `1.94 MB`: decimal units, as disks and downloads count them. */
export function bytes(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return dash;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = value < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** power;
  // 999.9 kB would round to 1000 kB: the next unit reads better.
  if (power > 0 && power < units.length - 1 && Number(digits(scaled)) >= 1000) {
    return `1.00 ${units[power + 1]}`;
  }
  return `${power === 0 ? scaled : digits(scaled)} ${units[power]}`;
}

/** Sizes that stand below each other: one unit, that of the largest, and as many decimals as make them align. */
export function sameUnit(values: readonly number[]): (value: number) => string {
  const largest = Math.max(...values, 0);
  const unit = bytes(largest).split(' ')[1] ?? 'B';
  const scale = 1000 ** ['B', 'kB', 'MB', 'GB', 'TB'].indexOf(unit);
  const places = Math.min(unit === 'B' ? 0 : 3, columnDecimals(values.map((value) => value / scale)));
  return (value) => `${fixed(value / scale, places)} ${unit}`;
}

/** A latency: `0.412 ms`, `4.12 ms`, `1.23 s`. */
export function latency(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return dash;
  if (ms >= 1000) return `${digits(ms / 1000)} s`;
  if (ms > 0 && ms < 0.001) return `${digits(ms * 1e6)} ns`;
  if (ms > 0 && ms < 0.1) return `${digits(ms * 1000)} µs`;
  return `${digits(ms)} ms`;
}

/** How long work took: `340 ms`, `4.2 s`, `3 min 07 s`, `2 h 05 min`. */
export function duration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return dash;
  const seconds = ms / 1000;
  if (seconds < 1) return `${Math.round(ms)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const pair = (value: number) => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pair(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${pair(Math.floor((whole % 3600) / 60))} min`;
}

/** A share between 0 and 1 in percent, with so many decimals; never `100 %` for what is less than all. */
export function percent(share: number | null, decimals = 1): string {
  if (share === null || !Number.isFinite(share)) return dash;
  const text = (share * 100).toFixed(decimals);
  const most = 100 - 10 ** -decimals;
  return `${share < 1 && Number(text) >= 100 ? most.toFixed(decimals) : text} %`;
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 image`, `96 images`. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`;
}

/** `just now`, `4 min ago`, `yesterday`, `12 Mar 2026`. */
export function ago(then: number, now: number): string {
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  if (minutes < 48 * 60) return 'yesterday';
  return new Date(then).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** A processor's name without its trade marks. */
export function plainName(device: string): string {
  return device
    .replaceAll(/\((R|TM|C)\)|[®™]/gi, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Three significant digits without an exponent: `0.0412`, `4.12`, `41.2`, `412`, `4120`. */
export function digits(value: number, significant = 3): string {
  return value.toFixed(decimalsFor(value, significant));
}

/** Decimals that show `significant` digits of every value: rows of one column then align on the point. */
export function columnDecimals(values: readonly (number | null)[], significant = 3): number {
  const sizes = values.filter((value): value is number => value !== null && Number.isFinite(value) && value !== 0);
  return sizes.length === 0 ? 0 : Math.max(...sizes.map((value) => decimalsFor(value, significant)));
}

export function fixed(value: number | null, decimals: number): string {
  return value === null || !Number.isFinite(value) ? dash : value.toFixed(decimals);
}

function decimalsFor(value: number, significant: number): number {
  if (value === 0 || !Number.isFinite(value)) return 0;
  // toPrecision rounds first, so that 9.996 counts as 10.0 and keeps one decimal.
  const magnitude = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(significant)))));
  return Math.min(12, Math.max(0, significant - 1 - magnitude));
}
