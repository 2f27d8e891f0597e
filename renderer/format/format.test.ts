import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ago,
  bytes,
  columnDecimals,
  count,
  counted,
  digits,
  duration,
  fixed,
  latency,
  percent,
  plainName,
  sameUnit,
} from './format.ts';

describe('bytes', () => {
  it('uses decimal units and three digits', () => {
    expect([0, 999, 1000, 1_940_000, 102_400_000, 1.5e9].map(bytes)).toEqual([
      '0 B',
      '999 B',
      '1.00 kB',
      '1.94 MB',
      '102 MB',
      '1.50 GB',
    ]);
  });
  it('moves to the next unit rather than showing a thousand', () => {
    expect(bytes(999_999)).toBe('1.00 MB');
  });
  it('shows a dash for what is not known', () => {
    expect(bytes(null)).toBe('–');
  });
});

describe('latency', () => {
  it('keeps three digits and picks the unit', () => {
    expect([0.0000412, 0.0412, 0.412, 4.1234, 41.234, 412.34, 4123.4].map(latency)).toEqual([
      '41.2 ns',
      '41.2 µs',
      '0.412 ms',
      '4.12 ms',
      '41.2 ms',
      '412 ms',
      '4.12 s',
    ]);
  });
});

describe('duration', () => {
  it('grows from milliseconds to hours', () => {
    expect([340, 4200, 59_960, 187_000, 7_500_000].map(duration)).toEqual([
      '340 ms',
      '4.2 s',
      '1 min 00 s',
      '3 min 07 s',
      '2 h 05 min',
    ]);
  });
});

describe('percent', () => {
  it('never rounds a loss away', () => {
    expect(percent(0.99996)).toBe('99.9 %');
    expect(percent(1)).toBe('100.0 %');
    expect(percent(0.9736, 2)).toBe('97.36 %');
  });
});

describe('digits', () => {
  it('rounds before it chooses decimals', () => {
    expect(digits(9.996)).toBe('10.0');
    expect(digits(0.09996)).toBe('0.100');
  });
  it('stays within half a percent of any value', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (value) => {
        expect(Math.abs(Number(digits(value)) - value) / value).toBeLessThanOrEqual(0.0051);
      }),
    );
  });
});

describe('a column', () => {
  it('agrees on the decimals that its smallest value needs', () => {
    const decimals = columnDecimals([12.3456, 1.23456, null, 0]);
    expect(decimals).toBe(2);
    expect([12.3456, 1.23456, null, 0].map((value) => fixed(value, decimals))).toEqual(['12.35', '1.23', '–', '0.00']);
  });
});

describe('words', () => {
  it('counts with the right number', () => {
    expect(counted(1, 'image')).toBe('1 image');
    expect(counted(1200, 'image')).toBe('1,200 images');
    expect(counted(2, 'entry', 'entries')).toBe('2 entries');
    expect(count(50005)).toBe('50,005');
  });
  it('leaves trade marks out of a processor’s name', () => {
    expect(plainName('Intel(R) Xeon(R) Processor  (2 cores)')).toBe('Intel Xeon Processor (2 cores)');
  });
  it('tells how long ago', () => {
    const now = Date.UTC(2026, 10, 23, 12);
    expect(ago(now - 20_000, now)).toBe('just now');
    expect(ago(now - 4 * 60_000, now)).toBe('4 min ago');
    expect(ago(now - 5 * 3_600_000, now)).toBe('5 h ago');
    expect(ago(now - 30 * 3_600_000, now)).toBe('yesterday');
    expect(ago(Date.UTC(2026, 2, 12, 12), now)).toBe('12 Mar 2026');
  });
});

describe('sizes below each other', () => {
  it('share the unit of the largest and align on the point', () => {
    const text = sameUnit([1_471_000, 1_477_000, 424_000]);
    expect([1_471_000, 1_477_000, 424_000].map(text)).toEqual(['1.471 MB', '1.477 MB', '0.424 MB']);
  });

  it('keep few decimals where one is far smaller', () => {
    const text = sameUnit([2_000_000_000, 1_200]);
    expect([2_000_000_000, 1_200].map(text)).toEqual(['2.000 GB', '0.000 GB']);
  });

  it('are whole where they are bytes', () => {
    expect(sameUnit([12, 400])(12)).toBe('12 B');
  });
});
