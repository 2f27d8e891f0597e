import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxFormSchema } from '#core/contract/acceptance.ts';
import { type Box, intersectionOverUnion } from './box.ts';
import { boxAgreement } from './boxAgreement.ts';
import { decodeBoxes } from './decodeBoxes.ts';
import { guessBoxForm, type TypedOutput } from './guessBoxForm.ts';

const box = (x1: number, y1: number, x2: number, y2: number, label = 0, score = 0.9): Box => ({
  x1,
  y1,
  x2,
  y2,
  score,
  label,
});
const output = (dims: readonly number[], data: readonly number[], float = true): TypedOutput => ({ dims, data, float });
const coordinate = fc.double({ min: 0, max: 100, noNaN: true });
const anyBox = fc
  .tuple(coordinate, coordinate, coordinate, coordinate)
  .map(([x, y, width, height]) => box(x, y, x + width + 1, y + height + 1));

describe('the overlap of boxes', () => {
  it('is what can be worked out by hand', () => {
    expect(intersectionOverUnion(box(0, 0, 2, 2), box(1, 0, 3, 2))).toBeCloseTo(1 / 3, 12);
    expect(intersectionOverUnion(box(0, 0, 1, 1), box(1, 1, 2, 2))).toBe(0);
  });
  it('is symmetric, 1 with itself, and between 0 and 1', () => {
    fc.assert(
      fc.property(anyBox, anyBox, (a, b) => {
        const overlap = intersectionOverUnion(a, b);
        expect(overlap).toBeCloseTo(intersectionOverUnion(b, a), 9);
        expect(intersectionOverUnion(a, a)).toBeCloseTo(1, 9);
        expect(overlap >= 0 && overlap <= 1 + 1e-9).toBe(true);
      }),
    );
  });
});

describe('boxes of outputs', () => {
  const form = boxFormSchema.parse({ boxes: 'boxes', scores: 'scores', background: true });

  it('are candidates above the threshold, without those that a better one of their class hides', () => {
    const outputs = {
      boxes: output([1, 4, 4], [0, 0, 2, 2, 0.1, 0, 2, 2, 0.1, 0, 2, 2, 5, 5, 6, 6]),
      scores: output([1, 4, 3], [0.1, 0.9, 0, 0.2, 0.8, 0, 0.3, 0, 0.7, 0.9, 0.1, 0]),
    };
    expect(decodeBoxes(form, outputs)).toEqual([box(0, 0, 2, 2, 1, 0.9), box(0.1, 0, 2, 2, 2, 0.7)]);
  });

  it('are read from one output whose numbers stand in columns', () => {
    const columns = boxFormSchema.parse({ boxes: 'y', scores: 'y', layout: 'columns', form: 'center' });
    const y = output([1, 6, 2], [10, 30, 10, 30, 4, 2, 2, 2, 0.9, 0.1, 0.2, 0.8]);
    expect(decodeBoxes(columns, { y })).toEqual([box(8, 9, 12, 11, 0, 0.9), box(29, 29, 31, 31, 1, 0.8)]);
  });

  it('count by their objectness where there is one', () => {
    const rows = boxFormSchema.parse({ boxes: 'y', scores: 'y', form: 'cornerSize', objectness: true });
    const y = output([1, 2, 7], [1, 1, 2, 2, 0.5, 0.5, 0.9, 1, 1, 2, 2, 1, 0.1, 0.6]);
    expect(decodeBoxes(rows, { y })).toEqual([box(1, 1, 3, 3, 1, 0.6)]);
  });

  it('have score and class behind them where suppression has left them so', () => {
    const rows = boxFormSchema.parse({ boxes: 'y', scores: 'y', labels: 'y' });
    const y = output([1, 3, 6], [1, 1, 3, 3, 0.9, 7, 5, 5, 6, 6, 0.6, 2, 0, 0, 0, 0, 0, 0]);
    expect(decodeBoxes(rows, { y })).toEqual([box(1, 1, 3, 3, 7, 0.9), box(5, 5, 6, 6, 2, 0.6)]);
  });

  it('are none where an output is missing or does not fit', () => {
    expect(decodeBoxes(form, { boxes: output([1, 1, 4], [0, 0, 1, 1]) })).toBeUndefined();
    const scores = output([1, 2, 3], [1, 0, 0, 1, 0, 0]);
    expect(decodeBoxes(form, { boxes: output([1, 1, 4], [0, 0, 1, 1]), scores })).toBeUndefined();
  });
});

describe('the guess where boxes are', () => {
  const many = (count: number, row: readonly number[]) => Array.from({ length: count }, () => row).flat();

  it('finds boxes beside scores, their form, and the background among the classes', () => {
    const boxes = output([1, 20, 4], many(20, [0.2, 0.2, 0.6, 0.6]));
    const scores = output([1, 20, 2], [...many(18, [0.99, 0.01]), ...many(2, [0.1, 0.9])]);
    expect(guessBoxForm({ scores, boxes })).toMatchObject({
      boxes: 'boxes',
      scores: 'scores',
      form: 'corners',
      background: true,
    });
    const sized = output([1, 20, 4], many(20, [0.8, 0.8, 0.1, 0.1]));
    expect(guessBoxForm({ scores, boxes: sized })).toMatchObject({ form: 'center' });
  });

  it('finds the boxes of detectors with one output', () => {
    const columns = output(
      [1, 6, 100],
      Array.from({ length: 600 }, (_, at) => (at < 400 ? 50 : 0.1)),
    );
    expect(guessBoxForm({ columns })).toMatchObject({ boxes: 'columns', layout: 'columns', form: 'center' });
    const rows = output([1, 100, 7], many(100, [50, 50, 10, 10, 0.5, 0.1, 0.2]));
    expect(guessBoxForm({ rows })).toMatchObject({ layout: 'rows', objectness: true });
  });

  it('finds the boxes that are left after suppression, by their labels', () => {
    const outputs = {
      boxes: output([2, 4], [0, 0, 5, 5, 1, 1, 9, 9]),
      labels: output([2], [3, 4], false),
      scores: output([2], [0.9, 0.8]),
    };
    const found = guessBoxForm(outputs);
    expect(found).toMatchObject({ labels: 'labels', scores: 'scores' });
    expect(found && decodeBoxes(found, outputs)).toEqual([box(0, 0, 5, 5, 3, 0.9), box(1, 1, 9, 9, 4, 0.8)]);
  });

  it('finds score and class behind the boxes of one output', () => {
    const y = output([1, 300, 6], many(300, [1, 1, 20, 30, 0.4, 7]));
    expect(guessBoxForm({ y })).toMatchObject({ boxes: 'y', scores: 'y', labels: 'y', form: 'corners' });
    const raw = output([1, 300, 6], many(300, [50, 50, 10, 10, 0.4, 0.7]));
    expect(guessBoxForm({ y: raw })).toMatchObject({ labels: null, objectness: true });
  });

  it('takes neither classifiers nor features for detectors', () => {
    expect(guessBoxForm({ logits: output([1, 4], [1, 2, 3, 4]) })).toBeUndefined();
    const features = output(
      [1, 20, 768],
      Array.from({ length: 20 * 768 }, (_, at) => Math.sin(at)),
    );
    expect(guessBoxForm({ features })).toBeUndefined();
    const scores = output([1, 20, 2], many(20, [3, -2]));
    expect(guessBoxForm({ boxes: output([1, 20, 4], many(20, [0, 0, 1, 1])), scores })).toBeUndefined();
  });
});

describe('the agreement of boxes', () => {
  it('counts what is lost, what is found besides, and how far the rest moved', () => {
    const agreement = boxAgreement();
    const reference = [box(0, 0, 4, 4), box(10, 10, 12, 12), box(20, 20, 22, 22, 1)];
    const overlaps = agreement.add(reference, [box(0, 0, 4, 3), box(20, 20, 22, 22, 2)]);
    expect(overlaps).toEqual([0.75, 0, 0]);
    expect(agreement.result()).toEqual({ boxes: 3, lost: 2, extra: 1, meanIou: 0.25, lowestIou: 0.75 });
  });
  it('is not known where the reference finds nothing', () => {
    const agreement = boxAgreement();
    agreement.add([], [box(0, 0, 1, 1)]);
    expect(agreement.result()).toEqual({ boxes: 0, lost: 0, extra: 1, meanIou: null, lowestIou: null });
  });
});
