// What becomes of outputs: shares, the likeliest classes, boxes that do not hide one another.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postprocessingSchema } from '#core/contract/postprocessing.ts';
import { readElements, type WireTensor } from '#electron/deploy/protocol/wireTensor.ts';
import { classify, classTexts } from './classify.ts';
import { detect } from './detect.ts';
import { numbersOf } from './numbersOf.ts';
import { type Corners, type Detection, intersectionOverUnion, suppress } from './suppress.ts';
import { softmax, topClasses } from './topClasses.ts';

function floats(name: string, shape: readonly number[], values: readonly number[]): WireTensor {
  return { name, datatype: 'FP32', shape, bytes: new Uint8Array(Float32Array.from(values).buffer) };
}
function texts(tensor: WireTensor | undefined): string[] {
  return readElements(tensor?.bytes ?? new Uint8Array()).map((element) => Buffer.from(element).toString());
}
const classification = (options: object) => postprocessingSchema.parse({ kind: 'classification', ...options }) as never;
const detection = (options: object) => postprocessingSchema.parse({ kind: 'detection', ...options }) as never;

const scores = fc.array(fc.double({ min: -500, max: 500, noNaN: true }), { minLength: 1, maxLength: 20 });

describe('softmax', () => {
  it('gives shares that add up to one, in the order of the scores, whatever is added to all of them', () => {
    fc.assert(
      fc.property(scores, fc.double({ min: -100, max: 100, noNaN: true }), (all, shift) => {
        const shares = softmax(all);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
        expect(topClasses(shares, 1)[0]?.score).toBe(Math.max(...shares));
        const shifted = softmax(all.map((score) => score + shift));
        for (const [index, share] of shares.entries()) expect(shifted[index]).toBeCloseTo(share, 9);
      }),
    );
  });
});

describe('classify', () => {
  it('names the likeliest classes of every row', () => {
    const output = floats('logits', [2, 3], [0, Math.log(3), 0, 5, 1, 2]);
    const [labels, shares, classes] = classify(output, classification({ top: 2, labels: ['cat', 'dog'] }));
    expect(texts(labels)).toEqual(['dog', 'cat', 'cat', '2']);
    expect(labels?.shape).toEqual([2, 2]);
    expect([...numbersOf(shares as WireTensor)].slice(0, 2)).toEqual([Math.fround(0.6), Math.fround(0.2)]);
    expect([...numbersOf(classes as WireTensor)]).toEqual([1, 0, 0, 2]);
  });
  it('writes values, numbers and names as Triton does', () => {
    const output = floats('logits', [1, 3], [0.5, 2, -1]);
    expect(texts(classTexts(output, 2, ['a', 'b', 'c']))).toEqual(['2.000000:1:b', '0.500000:0:a']);
    expect(texts(classTexts(floats('logits', [3], [0.5, 2, -1]), 1, []))).toEqual(['2.000000:1']);
  });
});

const box = fc.tuple(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 1, max: 10 }),
  fc.integer({ min: 1, max: 10 }),
);
const found: fc.Arbitrary<Detection[]> = fc.array(
  fc.record({
    box: box.map(([left, top, width, height]): Corners => [left, top, left + width, top + height]),
    score: fc.double({ min: 0, max: 1, noNaN: true }),
    class: fc.integer({ min: 0, max: 2 }),
  }),
  { maxLength: 20 },
);

describe('suppress', () => {
  it('keeps boxes that do not hide one another, and drops only what a better one hides', () => {
    fc.assert(
      fc.property(found, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (all, overlap) => {
        const kept = suppress(all, overlap, 100);
        const hides = (a: Detection, b: Detection) =>
          a.class === b.class && intersectionOverUnion(a.box, b.box) > overlap;
        for (const [place, one] of kept.entries()) {
          expect(kept.slice(place + 1).some((other) => hides(one, other))).toBe(false);
        }
        for (const dropped of all.filter((one) => !kept.includes(one))) {
          expect(kept.some((one) => one.score >= dropped.score && hides(one, dropped))).toBe(true);
        }
      }),
    );
  });
  it('measures overlap as shared area over joint area', () => {
    expect(intersectionOverUnion([0, 0, 2, 2], [1, 0, 3, 2])).toBeCloseTo(1 / 3);
    expect(intersectionOverUnion([0, 0, 1, 1], [2, 2, 3, 3])).toBe(0);
    expect(intersectionOverUnion([0, 0, 0, 0], [0, 0, 0, 0])).toBe(0);
  });
});

describe('detect', () => {
  it('gives the boxes of each row above the threshold, without the background, and how many', () => {
    const boxes = floats('boxes', [2, 2, 4], [1, 1, 2, 2, 5, 5, 2, 2, 0, 0, 1, 1, 0, 0, 1, 1]);
    const shares = floats('scores', [2, 2, 3], [0.9, 0.7, 0.1, 0, 0.2, 0.8, 1, 0, 0, 0.1, 0.6, 0.1]);
    const options = detection({ format: 'centre', background: 0, labels: ['none', 'face', 'hand'] });
    const made = new Map(detect(boxes, shares, options).map((tensor) => [tensor.name, tensor]));
    expect(made.get('boxes')?.shape).toEqual([2, 2, 4]);
    expect([...numbersOf(made.get('boxes') as WireTensor)]).toEqual([
      4, 4, 6, 6, 0, 0, 2, 2, -0.5, -0.5, 0.5, 0.5, 0, 0, 0, 0,
    ]);
    expect(texts(made.get('labels'))).toEqual(['hand', 'face', 'face', '']);
    expect([...numbersOf(made.get('counts') as WireTensor)]).toEqual([2, 1]);
  });
});
