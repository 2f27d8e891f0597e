import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heatColour, heatLegend, heatSteps, itemMarks } from './heat.ts';

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

  it('are of the sum where a folded group holds several nodes, where there is one', () => {
    const mark = (figure: number) => ({ colour: heatColour(figure), text: String(figure) });
    const figures = new Map([
      ['a', 0.25],
      ['b', 0.5],
      ['c', 0.125],
    ]);
    const nodes = new Map([...figures].map(([name, figure]) => [name, mark(figure)]));
    const found = itemMarks({ nodes, sums: { figures, mark } }, ['a', 'b', 'c', 'gone'], [7, 7, 3, -1]);
    expect([...found].map(([item, { text }]) => [item, text])).toEqual([
      [7, '0.75'],
      [3, '0.125'],
    ]);
    expect(itemMarks({ nodes }, ['a', 'b'], [7, 7]).get(7)?.text).toBe('0.25');
  });

  it('are those that the legend gives to the figures', () => {
    const most = 3.5;
    const legend = heatLegend(most, String);
    for (const { colour, text } of legend) expect(heatColour((Number(text) + 1e-9) / most)).toBe(colour);
  });
});
