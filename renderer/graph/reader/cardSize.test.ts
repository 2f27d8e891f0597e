import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardMetrics, cellWidth, shortName, sizeCard } from './cardSize.ts';
import type { CardWords } from './describeCard.ts';

const words = (more: Partial<CardWords>): CardWords => ({
  kind: 'operator',
  title: 'Conv',
  name: '',
  family: 'convolution',
  cells: [],
  outputs: ['y'],
  inside: [],
  ...more,
});
const cell = fc.record({
  label: fc.string({ maxLength: 12 }),
  text: fc.string({ maxLength: 40 }),
  value: fc.constantFrom('', 'w'),
});

describe('sizeCard', () => {
  it('is a mere header where there is nothing more to say', () => {
    expect(sizeCard(words({ title: 'Relu' })).height).toBe(cardMetrics.header);
  });

  it('keeps every cell, in order, within the widest card', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 8 }), (cells) => {
        const { rows, width, height } = sizeCard(words({ cells }));
        expect(rows.flat()).toEqual(cells);
        expect(width).toBeLessThanOrEqual(cardMetrics.widest);
        expect(height).toBe(
          cardMetrics.header + (cells.length === 0 ? 0 : rows.length * cardMetrics.row + cardMetrics.padding),
        );
        for (const row of rows) {
          expect(new Set(row.map(({ value }) => value === '')).size).toBe(1);
          if (row.length > 1)
            expect(row.reduce((sum, each) => sum + cellWidth(each), 0)).toBeLessThan(cardMetrics.widest);
        }
      }),
    );
  });

  it('leaves room for the ways into a node, and for constants that are told later', () => {
    const plain = sizeCard(words({ title: 'If' }));
    const inside = sizeCard(words({ title: 'If', inside: ['then_branch', 'else_branch'] }));
    expect(inside.height - plain.height).toBe(cardMetrics.inside);
    expect(inside.width).toBeGreaterThan(plain.width);
    const told = { label: 'shape', text: '⟨4⟩', value: 's' };
    expect(cellWidth({ ...told, letters: 18 })).toBeGreaterThan(cellWidth(told));
  });
});

describe('shortName', () => {
  it('keeps the end of a long name', () => {
    expect(shortName('relu_1')).toBe('relu_1');
    const short = shortName('/model/encoder/layers/layers.11/attention/output');
    expect(short).toHaveLength(24);
    expect(short.startsWith('…')).toBe(true);
    expect(short.endsWith('attention/output')).toBe(true);
  });
});
