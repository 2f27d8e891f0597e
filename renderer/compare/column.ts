// A column of figures: what it shows, in which unit, with as many digits as its rows need.
import type { Interval } from '#core/contract/measurement.ts';
import { columnDecimals, fixed, percent } from '#renderer/format/format.ts';
import type { Row } from './rows.ts';

export interface Column {
  readonly title: string;
  readonly unit: string;
  /** What it is, for those who ask. */
  readonly about: string;
  /** One text a row; all with the same number of decimals, so that right-aligned they align on the point. */
  text(rows: readonly Row[]): readonly string[];
}

/** Decimals are chosen from the values where they are not given. */
export function column(
  title: string,
  unit: string,
  about: string,
  value: (row: Row) => number | null,
  decimals?: number,
): Column {
  return {
    title,
    unit,
    about,
    text(rows) {
      const values = rows.map(value);
      const places = decimals ?? columnDecimals(values);
      return values.map((each) => fixed(each, places));
    },
  };
}

/** A share between 0 and 1, shown in percent. */
export function share(
  title: string,
  about: string,
  value: (row: Row) => number | null,
  interval?: (row: Row) => Interval | null,
): Column {
  return {
    title,
    unit: '%',
    about: interval ? `${about}, with its 95 % confidence interval (Wilson)` : about,
    text: (rows) =>
      rows.map((row) => {
        const text = percent(value(row), 2).replace(' %', '');
        const within = value(row) === null ? null : interval?.(row);
        return within ? `${text} [${(100 * within.low).toFixed(1)}, ${(100 * within.high).toFixed(1)}]` : text;
      }),
  };
}
