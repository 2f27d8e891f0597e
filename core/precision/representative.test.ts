import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convergence, type GrowthPoint, representativenessWarnings } from './representative.ts';

const quiet = { samples: 64, convergence: [], labels: [], classes: null, zeroTensors: [] };

describe('convergence of ranges', () => {
  it('falls to zero and never rises when maxima only grow', () => {
    const growing = fc.array(fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(growing, (steps) => {
        const points: GrowthPoint[] = [];
        for (const step of steps) {
          const before = points[points.length - 1]?.maxima ?? [0, 0, 0];
          points.push({
            samples: points.length + 1,
            maxima: before.map((maximum, tensor) => Math.max(maximum, step[tensor] ?? 0)),
          });
        }
        const curve = convergence(points);
        expect(curve[curve.length - 1]?.growthPercent).toBeCloseTo(0, 9);
        for (const [at, point] of curve.slice(1).entries()) {
          expect(point.growthPercent).toBeLessThanOrEqual((curve[at]?.growthPercent ?? 0) + 1e-9);
        }
      }),
    );
  });

  it('averages over tensors and leaves out those that stay zero', () => {
    const curve = convergence([
      { samples: 1, maxima: [1, 0, 4] },
      { samples: 2, maxima: [2, 0, 4] },
    ]);
    expect(curve[0]?.growthPercent).toBeCloseTo(25, 9);
  });
});

describe('warnings about calibration data', () => {
  it('has nothing to say of enough samples whose ranges stand still', () => {
    expect(
      representativenessWarnings({
        ...quiet,
        labels: [0, 1, 2],
        classes: 3,
        convergence: [
          { samples: 48, growthPercent: 0.2 },
          { samples: 64, growthPercent: 0 },
        ],
      }),
    ).toEqual([]);
  });

  it('warns of too few samples, of one class, and of ranges that still move', () => {
    const warnings = representativenessWarnings({
      ...quiet,
      samples: 8,
      labels: [4, 4, 4],
      classes: 10,
      convergence: [
        { samples: 4, growthPercent: 40 },
        { samples: 6, growthPercent: 12.34 },
        { samples: 8, growthPercent: 0 },
      ],
    });
    expect(warnings).toHaveLength(3);
    expect(warnings.join(' ')).toMatch(/Only 8 samples.*one class.*12\.3 %/);
  });

  it('counts the classes that are missing', () => {
    expect(representativenessWarnings({ ...quiet, labels: [0, 1, 1], classes: 5 })).toEqual([
      'The calibration samples cover 2 of 5 classes.',
    ]);
  });

  it('does not take unlabelled samples for one class', () => {
    expect(representativenessWarnings({ ...quiet, labels: [null, null], classes: null })).toEqual([]);
  });
});
