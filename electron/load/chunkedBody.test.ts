import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkedBody } from './chunkedBody.ts';

const encoded = (chunks: readonly string[], trailers: readonly string[]) =>
  [
    ...chunks.filter(Boolean).map((text) => `${text.length.toString(16)};name=value\r\n${text}\r\n`),
    '0\r\n',
    ...trailers.map((line) => `${line}\r\n`),
    '\r\n',
  ].join('');

describe('a body in chunks', () => {
  it('is put together however it is cut on its way, and leaves what follows', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\r', '\n', '0', '7'), maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(text),
        fc.array(fc.constant('Trailer: x')),
        fc.integer({ min: 1, max: 30 }),
        (chunks, trailers, step) => {
          const sent = Buffer.from(`${encoded(chunks, trailers)}next`);
          const body = chunkedBody();
          let whole: ReturnType<typeof body.take>;
          let place = 0;
          for (; place < sent.length && !whole; place += step) whole = body.take(sent.subarray(place, place + step));
          expect(whole?.body.toString()).toBe(chunks.join(''));
          expect(`${whole?.rest}${sent.subarray(place)}`).toBe('next');
        },
      ),
    );
  });
  it('is refused where a chunk has no length, or is longer than it says', () => {
    expect(() => chunkedBody().take(Buffer.from('zz\r\n'))).toThrow('begins with "zz"');
    expect(() => chunkedBody().take(Buffer.from('1\r\nab\r\n'))).toThrow('longer');
  });
});
