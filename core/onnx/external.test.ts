import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkedExternal, checkLocation, externalRange } from './external.ts';
import type { Tensor } from './model.ts';
import { memorySource } from './source.ts';

describe('the location of external data', () => {
  it('may be a plain path inside the model’s folder', () => {
    expect(checkLocation('model.onnx.data')).toBe('model.onnx.data');
    expect(checkLocation('./weights/part 1.bin')).toBe('weights/part 1.bin');
    expect(checkLocation('a//b')).toBe('a/b');
    expect(checkLocation('weights\\0.bin')).toBe('weights/0.bin');
    expect(checkLocation('gewichte-ä.bin')).toBe('gewichte-ä.bin');
  });

  it.each([
    ['', 'names no file'],
    ['.', 'names no file'],
    ['/etc/passwd', 'is an absolute path'],
    ['\\\\server\\share', 'is an absolute path'],
    ['C:weights.bin', 'is an absolute path'],
    ['c:\\weights.bin', 'is an absolute path'],
    ['../weights.bin', 'leaves the model’s folder'],
    ['a/../../b', 'leaves the model’s folder'],
    ['a\\..\\b', 'leaves the model’s folder'],
    ['a\0b', 'contains control characters'],
    ['a\nb', 'contains control characters'],
    ['weights.bin:stream', 'is not a plain file name on every system'],
    ['weights.', 'is not a plain file name on every system'],
    ['.. /x', 'is not a plain file name on every system'],
    ['NUL', 'is not a plain file name on every system'],
    ['a/com1.bin', 'is not a plain file name on every system'],
  ])('%j is refused: it %s', (location, why) => {
    expect(checkLocation(location)).toMatchObject({
      reason: expect.stringContaining(why),
      next: expect.stringMatching(/\.$/),
    });
  });

  it('never leaves the folder, whatever it is', () => {
    const piece = fc.constantFrom('..', '.', '/', '\\', 'a', 'b.bin', ':', 'C', ' ', '\0', '~');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const checked = checkLocation(pieces.join(''));
        if (typeof checked === 'string') {
          const url = new URL(checked.replaceAll('%', '%25'), 'file:///model/folder/');
          expect(url.pathname).toMatch(/^\/model\/folder\/./);
        }
      }),
    );
  });

  it('is checked before a file is opened', async () => {
    const opened: string[] = [];
    const open = checkedExternal(async (location) => {
      opened.push(location);
      return memorySource(new Uint8Array());
    });
    await expect(open('../secret')).rejects.toThrow('leaves the model’s folder');
    await open('./fine');
    expect(opened).toEqual(['fine']);
  });
});

describe('the range of external data', () => {
  const tensor = (offset: number, length: number, dims: readonly number[] = [4]): Tensor => ({
    name: 'w',
    dataType: 1,
    dims,
    data: { kind: 'external', location: 'w.bin', offset, length },
    docString: '',
    metadata: [],
  });

  it('is what the tensor says, or up to the end of the file', () => {
    expect(externalRange(tensor(8, 16), 24)).toEqual({ location: 'w.bin', offset: 8, length: 16 });
    expect(externalRange(tensor(8, -1), 24)).toEqual({ location: 'w.bin', offset: 8, length: 16 });
  });

  it('must be inside the file', () => {
    expect(() => externalRange(tensor(9, 16), 24)).toThrow(
      "The tensor 'w' needs bytes 9 to 25 of 'w.bin', which has 24.",
    );
    expect(() => externalRange(tensor(30, -1), 24)).toThrow('which has 24');
  });

  it('must be as long as the shape says', () => {
    expect(() => externalRange(tensor(0, 12), 24)).toThrow('has 12 bytes in');
    expect(() => externalRange(tensor(0, 16, [2, 3]), 24)).toThrow('where 24 are needed');
  });
});
