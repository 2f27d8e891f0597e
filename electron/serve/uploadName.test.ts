import { isAbsolute, join, relative, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSetName, safeName } from './uploadName.ts';

describe('the name of an upload', () => {
  it('keeps ordinary names and folders as they are', () => {
    for (const name of ['model.onnx', 'test/cat/0001.jpg', 'weights 2.bin', 'Straße.png', 'a.b.c'])
      expect(safeName(name)).toBe(name);
    expect(safeName('folder\\inside\\x.npy')).toBe('folder/inside/x.npy');
  });

  it('is refused where it leaves its folder, is empty, too long or too deep', () => {
    for (const name of [
      '',
      '/',
      '..',
      '../x',
      'a/../b',
      './x',
      'a//..',
      '...',
      '. ',
      `${'x'.repeat(201)}`,
      'a/'.repeat(9),
    ]) {
      expect(safeName(name), name).toBeUndefined();
    }
  });

  it('loses what some system would misunderstand', () => {
    expect(safeName('a:b|c?.txt')).toBe('a_b_c_.txt');
    expect(safeName('C:\\Windows\\x.onnx')).toBe('C_/Windows/x.onnx');
    expect(safeName('con.jpg')).toBe('_con.jpg');
    expect(safeName('.partial')).toBe('_partial');
    expect(safeName('x. ')).toBe('x');
    expect(safeName('nul\0.onnx')).toBe('nul_.onnx');
  });

  it('stays inside whatever is sent', () => {
    const nasty = fc.array(fc.constantFrom('..', '.', '/', '\\', 'a', ' ', '\0', ':', '~', 'con', '\u202e', '\n'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          nasty.map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (name) => {
          const safe = safeName(name);
          if (safe === undefined) return;
          const way = relative('/uploads/set', join('/uploads/set', safe));
          expect(way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)).toBe(false);
          expect(safe).toBe(safeName(safe));
          expect(safe.split('/').every((part) => !part.startsWith('.') && part !== '')).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('comes with a set that is one plain word', () => {
    expect(['a', '0b7c-42', 'x_1'].every(isSetName)).toBe(true);
    expect(['', '..', 'a/b', 'a b', 'x'.repeat(65)].some(isSetName)).toBe(false);
  });
});
