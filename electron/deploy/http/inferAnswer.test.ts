// Answers say what they hold, whatever was answered before.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WireTensor } from '#electron/deploy/protocol/wireTensor.ts';
import { inferAnswer } from './inferAnswer.ts';

const output = fc
  .record({
    name: fc.constantFrom('y', 'z'),
    datatype: fc.constantFrom('FP32' as const, 'INT32' as const),
    shape: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 2 }),
  })
  .map(({ shape, ...rest }): WireTensor => {
    const bytes = new Uint8Array(4 * shape.reduce((product, size) => product * size, 1));
    return { ...rest, shape, bytes: bytes.fill(1) };
  });
const answer = fc.record({
  model: fc.constantFrom('m', 'n'),
  version: fc.constantFrom('1', '2'),
  id: fc.constantFrom(undefined, 'a'),
  outputs: fc.uniqueArray(output, { maxLength: 2, selector: ({ name }) => name }),
  binary: fc.constantFrom('', 'y', 'yz'),
});

describe('an answer', () => {
  it('says model, version, id and each output as they are, with binary data behind it in order', () => {
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 20 }), (answers) => {
        for (const { binary, ...parts } of answers) {
          const { body, headers } = inferAnswer({ ...parts, binary: (name) => binary.includes(name) });
          const sent = parts.outputs.filter(({ name }) => binary.includes(name));
          const jsonBytes = sent.length > 0 ? Number(headers['Inference-Header-Content-Length']) : body.byteLength;
          const said = JSON.parse(Buffer.from(body).toString('utf8', 0, jsonBytes));
          expect(said).toEqual({
            model_name: parts.model,
            model_version: parts.version,
            ...(parts.id && { id: parts.id }),
            outputs: parts.outputs.map(({ name, datatype, shape, bytes }) => ({
              name,
              datatype,
              shape,
              ...(binary.includes(name)
                ? { parameters: { binary_data_size: bytes.byteLength } }
                : { data: expect.any(Array) }),
            })),
          });
          expect(Buffer.from(body.subarray(jsonBytes))).toEqual(Buffer.concat(sent.map(({ bytes }) => bytes)));
          expect(headers['Content-Length']).toBe(body.byteLength);
        }
      }),
    );
  });
});
