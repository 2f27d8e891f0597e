import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8, utf8Length } from './utf8.ts';

describe('UTF-8', () => {
  it('decodes any bytes as the platform’s decoder does', () => {
    const platform = new TextDecoder('utf-8', { ignoreBOM: true });
    const lead = fc.constantFrom(
      0x00,
      0x41,
      0x7f,
      0x80,
      0xbf,
      0xc0,
      0xc2,
      0xdf,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
      0x9f,
      0xa0,
      0x90,
      0x8f,
    );
    const bytes = fc.array(fc.oneof(lead, fc.integer({ min: 0, max: 255 })), { maxLength: 12 });
    fc.assert(
      fc.property(bytes, (values) => {
        const input = Uint8Array.from(values);
        expect(decodeUtf8(input)).toBe(platform.decode(input));
      }),
      { numRuns: 3000 },
    );
  });

  it('encodes any text as the platform’s encoder does, lone surrogates too', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', '\ud800', '\udc00', '\udbff\udfff'),
        (text, tail) => {
          const encoded = encodeUtf8(text + tail);
          expect(encoded).toEqual(new TextEncoder().encode(text + tail));
          expect(utf8Length(text + tail)).toBe(encoded.length);
        },
      ),
    );
  });

  it('decodes long texts whole, plain and not', () => {
    for (const text of ['a'.repeat(100_000), 'ä🙂'.repeat(30_000), `${'x'.repeat(4095)}🙂`]) {
      expect(decodeUtf8(encodeUtf8(text))).toBe(text);
    }
  });
});
