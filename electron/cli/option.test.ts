import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { editDistance, nearest } from './nearest.ts';
import { option, readOption, switchOption, textOption } from './option.ts';

describe('an option', () => {
  it('takes description, choices and default from its schema', () => {
    const spec = option(z.enum(['a', 'b']).describe('which one').default('a'), 'LETTER');
    expect(spec).toMatchObject({ description: 'which one', choices: ['a', 'b'], fallback: 'a', hint: 'LETTER' });
    expect(option(z.number().default(3), 'N', 'other words')).toMatchObject({
      description: 'other words',
      fallback: '3',
    });
  });

  it('reads numbers, lists, switches and text as its schema wants them', () => {
    expect(readOption('n', '2.5', option(z.number(), 'N'))).toBe(2.5);
    expect(readOption('n', undefined, option(z.number().default(7), 'N'))).toBe(7);
    expect(readOption('l', 'a, b,c', option(z.array(z.string()), 'L'))).toEqual(['a', 'b', 'c']);
    expect(readOption('s', true, switchOption('s'))).toBe(true);
    expect(readOption('s', undefined, switchOption('s'))).toBe(false);
    expect(readOption('t', '12', textOption('T', 't'))).toBe('12');
    expect(readOption('t', undefined, textOption('T', 't'))).toBeUndefined();
  });

  it('refuses what its schema refuses, by name', () => {
    for (const text of ['', ' ', 'x', 'NaN', 'Infinity', '1e999', '0x']) {
      expect(() => readOption('n', text, option(z.number(), 'N')), text).toThrow('--n');
    }
  });
});

describe('the nearest word', () => {
  it('is found through one slip of the fingers', () => {
    const words = ['inspect', 'preview', 'calibrate', 'build', 'compare'];
    for (const [typed, meant] of [
      ['biuld', 'build'],
      ['inspct', 'inspect'],
      ['COMPARE', 'compare'],
      ['calibarte', 'calibrate'],
    ]) {
      expect(nearest(typed ?? '', words)).toBe(meant);
    }
    expect(nearest('xyzzy', words)).toBeUndefined();
  });

  it('is measured by a distance that is zero for equals, symmetric and bounded', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(editDistance(a, b)).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      }),
    );
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('ab', 'ba')).toBe(1);
  });
});
