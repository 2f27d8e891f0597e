import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoadPoint } from '#core/contract/load.ts';
import { answerOf, holdsBound } from './answer.ts';
import { nextRate, rateBounds, type TriedRate } from './highestRate.ts';
import { kneeOf } from './knee.ts';
import { notesOn } from './notes.ts';
import { summarizeLatencies } from './summarize.ts';

function point(perSecond: number, p99: number | null, more: Partial<LoadPoint> = {}): LoadPoint {
  const latency = p99 === null ? null : { mean: p99, p50: p99, p90: p99, p95: p99, p99, p999: p99, max: p99 };
  return {
    loop: 'open',
    concurrency: null,
    offered: perSecond,
    perSecond,
    requests: 2000,
    errors: 0,
    causes: {},
    latency,
    clientBusy: 0.1,
    clientDelayMs: 0,
    clientLimited: false,
    ...more,
  };
}

describe('the knee', () => {
  it('is where latency begins to rise, found on y = 1 / (capacity − x)', () => {
    const capacity = 1000;
    const points = Array.from({ length: 99 }, (_, index) =>
      point(10 * (index + 1), 1000 / (capacity - 10 * (index + 1))),
    );
    // The difference x/w − y/h is largest where dy/dx = h/w.
    const [first, last] = [points[0] as LoadPoint, points.at(-1) as LoadPoint];
    const slope = ((last.latency?.p99 ?? 0) - (first.latency?.p99 ?? 0)) / (last.perSecond - first.perSecond);
    const wanted = capacity - Math.sqrt(1000 / slope);
    expect(Math.abs((kneeOf(points)?.perSecond ?? 0) - wanted)).toBeLessThanOrEqual(10);
  });
  it('leaves out points that another one beats, such as one that met noise', () => {
    const clean = [point(100, 2), point(200, 3), point(300, 4), point(400, 40)];
    const noisy = [point(100, 2), point(150, 90), ...clean.slice(1)];
    expect(kneeOf(noisy)).toEqual(kneeOf(clean));
    expect(kneeOf(clean)).toEqual({ perSecond: 300, p99Ms: 4 });
  });
  it('is none on a straight line, and none of two points', () => {
    expect(kneeOf([point(100, 1), point(200, 2), point(300, 3)])).toBeNull();
    expect(kneeOf([point(100, 1), point(200, 9)])).toBeNull();
    expect(kneeOf([])).toBeNull();
  });
});

describe('the search for the highest rate', () => {
  it('closes in on any capacity within its steps, from either side', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 20, max: 5000, noNaN: true }),
        fc.double({ min: 5, max: 8000, noNaN: true }),
        (capacity, begin) => {
          const tried: TriedRate[] = [{ rate: begin, holds: begin <= capacity }];
          for (let step = 0; step < 40; step += 1) {
            const rate = nextRate(tried, 1);
            if (rate === null) break;
            tried.push({ rate, holds: rate <= capacity });
          }
          const { held, broken } = rateBounds(tried);
          expect(held).not.toBeNull();
          expect(held).toBeLessThanOrEqual(capacity);
          expect(broken).toBeGreaterThan(capacity);
          expect((broken ?? 0) / (held ?? 1)).toBeLessThanOrEqual(1.031);
        },
      ),
    );
  });
  it('takes what broke below a rate that held for noise', () => {
    const tried = [
      { rate: 50, holds: false },
      { rate: 100, holds: true },
      { rate: 200, holds: false },
    ];
    expect(rateBounds(tried)).toEqual({ held: 100, broken: 200 });
    expect(nextRate(tried, 1)).toBe(150);
  });
  it('gives up where even the lowest rate that tells anything breaks', () => {
    expect(nextRate([{ rate: 30, holds: false }], 20)).toBeNull();
    expect(nextRate([], 20)).toBeNull();
  });
});

describe('the answer', () => {
  it('names the highest rate within the bound, and the lowest above it that is not', () => {
    const answer = answerOf([point(100, 2), point(200, 8), point(300, 60)], 10);
    expect(answer).toMatchObject({ perSecond: 200, p99Ms: 8, brokenAt: 300 });
    expect(answer.text).toBe(
      'Up to 200 requests a second the 99th percentile stays under 10 ms (8.00 ms); at 300 it does not.',
    );
  });
  it('never names a rate that held above the one that broke, however many requests chance let arrive', () => {
    const answer = answerOf([point(1836, 8, { offered: 1790 }), point(1820, 60, { offered: 1816 })], 10);
    expect(answer).toMatchObject({ perSecond: 1790, brokenAt: 1816 });
    expect(answer.text).toContain('Up to 1790 requests a second');
    expect(answerOf([point(95, 2, { offered: 100 })], 10).perSecond).toBe(95);
  });
  it('counts a rate as broken where requests fail or the server falls behind', () => {
    expect(holdsBound(point(100, 2, { errors: 1 }), 10)).toBe(false);
    expect(holdsBound(point(80, 2, { offered: 100 }), 10)).toBe(false);
    expect(holdsBound(point(95, 2, { offered: 100 }), 10)).toBe(true);
    expect(holdsBound(point(0, null), 10)).toBe(false);
  });
  it('says where nothing holds, where nothing broke, and where the client was the limit', () => {
    expect(answerOf([point(100, 20)], 10).text).toContain('Even at 100 requests a second');
    expect(answerOf([point(100, 2)], 10).text).toContain('no higher rate was tried');
    expect(answerOf([point(100, 2), point(200, 20, { clientLimited: true })], 10).text).toContain(
      'client was the limit',
    );
    expect(answerOf([], 10)).toMatchObject({ perSecond: null, text: 'No rate of arrivals was tried.' });
  });
});

describe('a round’s summary', () => {
  it('takes percentiles of samples in any order', () => {
    const sorted = Float64Array.from({ length: 1000 }, (_, index) => index + 1);
    const found = summarizeLatencies(sorted.toReversed());
    expect(found).toEqual(summarizeLatencies(sorted));
    expect(found).toMatchObject({ mean: 500.5, p50: 500, max: 1000 });
    // One percent lies above, to a sample.
    expect([990, 991]).toContain(found?.p99);
    expect(summarizeLatencies(new Float64Array())).toBeNull();
  });
  it('notes few requests, failures with their causes, and a client at its limit', () => {
    const points = [
      point(100, 2, { requests: 50, errors: 3, causes: { 'HTTP 503': 3 } }),
      point(100, 2, { clientLimited: true }),
    ];
    const notes = notesOn(points, { local: true }).join(' ');
    expect(notes).toContain('3 requests failed: HTTP 503 (3)');
    expect(notes).toContain('limit at 1 of 2 points');
    expect(notes).toContain('has 50 requests');
    expect(notesOn([point(100, 2)], { local: false })).toEqual([]);
  });
});
