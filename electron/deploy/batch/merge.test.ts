// Putting requests together and taking them apart again loses and moves nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FramedTensor } from '#electron/deploy/engine/frame.ts';
import { writeTexts } from '#electron/deploy/protocol/wireTensor.ts';
import { merge, split } from './merge.ts';
import type { BatchRequest } from './request.ts';

const rowsOf = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 });

function whole({ parts, ...tensor }: FramedTensor): FramedTensor {
  return { ...tensor, parts: [Buffer.concat(parts)] };
}

describe('merge and split', () => {
  it('give every request its own rows back, for numbers of any shape', () => {
    fc.assert(
      fc.property(rowsOf, fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }), (rows, rest) => {
        const width = rest.reduce((product, size) => product * size, 1) * 4;
        let next = 0;
        const requests = rows.map((count): BatchRequest => {
          const bytes = Uint8Array.from({ length: count * width }, () => (next++ * 37) % 256);
          return { wanted: [0], inputs: [{ name: 'x', datatype: 'FP32', shape: [count, ...rest], bytes }] };
        });
        const outputs = split(merge(requests).map(whole), rows);
        for (const [place, { inputs }] of requests.entries()) {
          expect(outputs[place]?.[0]?.shape).toEqual(inputs[0]?.shape);
          expect(Buffer.from(outputs[place]?.[0]?.bytes ?? [])).toEqual(Buffer.from(inputs[0]?.bytes ?? []));
        }
      }),
    );
  });
  it('give every request its own texts back', () => {
    const texts = fc.array(fc.array(fc.string({ maxLength: 9 }), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(texts, (all) => {
        const requests = all.map((some): BatchRequest => {
          return {
            wanted: [0],
            inputs: [{ name: 'x', datatype: 'BYTES', shape: [some.length, 1], bytes: writeTexts(some) }],
          };
        });
        const outputs = split(
          merge(requests).map(whole),
          all.map((some) => some.length),
        );
        expect(outputs.map(([output]) => Buffer.from(output?.bytes ?? []))).toEqual(
          all.map((some) => Buffer.from(writeTexts(some))),
        );
      }),
    );
  });
  it('refuse outputs that have not as many rows as went in', () => {
    const tensor: FramedTensor = { index: 0, datatype: 'FP32', shape: [3, 1], parts: [new Uint8Array(12)] };
    expect(() => split([tensor], [1, 1])).toThrow('3×1 came out of 2 rows');
  });
});
