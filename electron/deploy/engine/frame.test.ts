// Frames arrive as they were sent, however the socket cuts them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datatypes } from '#electron/deploy/protocol/datatype.ts';
import { createAssembler } from './assemble.ts';
import { encodeFrame, type Frame, frameKinds } from './frame.ts';

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const tensor = fc.record({
  index: fc.integer({ min: 0, max: 9 }),
  datatype: fc.constantFrom(...datatypes),
  shape: fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 4 }),
  parts: fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 3 }),
});
const frame: fc.Arbitrary<Frame> = fc.record({
  kind: fc.constantFrom(...frameKinds),
  id: word,
  numbers: fc.array(word, { maxLength: 4 }),
  tensors: fc.array(tensor, { maxLength: 3 }),
  text: fc.string({ unit: 'grapheme', maxLength: 30 }),
});

/** A tensor's bytes come in one part. */
function joined({ tensors, ...rest }: Frame): object {
  return { ...rest, tensors: tensors.map((one) => ({ ...one, parts: [[...Buffer.concat(one.parts)]] })) };
}

describe('frames', () => {
  it('come through in order and whole, whatever chunks the socket makes of them', () => {
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 9 }),
        (frames, cuts) => {
          const encoded = frames.map(encodeFrame);
          for (const { chunks, bytes } of encoded) expect(Buffer.concat(chunks)).toHaveLength(bytes);
          const stream = Buffer.concat(encoded.flatMap(({ chunks }) => chunks));
          const received: object[] = [];
          const feed = createAssembler((one) => received.push(joined(one)));
          for (let at = 0, turn = 0; at < stream.length; turn += 1) {
            const length = cuts[turn % cuts.length] as number;
            feed(stream.subarray(at, at + length));
            at += length;
          }
          expect(received).toEqual(frames.map(joined));
        },
      ),
    );
  });
  it('lay tensors at multiples of eight bytes, so that numbers of any width can be read in place', () => {
    fc.assert(
      fc.property(frame, (one) => {
        const { chunks, bytes } = encodeFrame(one);
        expect(bytes % 8).toBe(0);
        const starts: number[] = [];
        const whole = new Uint8Array(Buffer.concat(chunks));
        createAssembler(({ tensors }) =>
          starts.push(...tensors.map(({ parts }) => (parts[0]?.byteOffset ?? 0) - whole.byteOffset)),
        )(whole);
        expect(starts.filter((start) => start % 8 !== 0)).toEqual([]);
      }),
    );
  });
});
