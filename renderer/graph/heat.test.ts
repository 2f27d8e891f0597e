import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heatColour, heatLegend, heatSteps } from './heat.ts';

describe('the colours of a heat map', () => {
  it('rise with the figure, and none is outside the scale', () => {
    const step = (level: number) => Number(heatColour(level).replace('heat-', ''));
    fc.assert(
      fc.property(fc.double({ min: -1, max: 2, noNaN: true }), fc.double({ min: -1, max: 2, noNaN: true }), (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(step(low)).toBeLessThanOrEqual(step(high));
        expect(step(low)).toBeGreaterThanOrEqual(0);
        expect(step(high)).toBeLessThan(heatSteps);
      }),
    );
  });

  it('are those that the legend gives to the figures', () => {
    const most = 3.5;
    const legend = heatLegend(most, String);
    for (const { colour, text } of legend) expect(heatColour((Number(text) + 1e-9) / most)).toBe(colour);
  });
});
