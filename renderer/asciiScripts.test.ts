import { describe, expect, it } from 'vitest';
import { asAscii } from './asciiScripts.ts';

describe('asAscii', () => {
  it('writes scripts that say the same in ASCII alone', () => {
    const script = [
      "const größe = { naïve: '…', ['日本']: 'a 😀', half: '\\u00e9é' };",
      'const mixed = `×→` + größe.naïve + größe.half;',
      'return [mixed, größe, /^[à-ü😀]+$/u.test("é😀é"), /×/.test("2×2"), Object.keys(größe)];',
    ].join('\n');
    const plain = asAscii(script);
    expect(plain).toMatch(/^[\0-\x7f]*$/);
    expect(new Function(plain)()).toEqual(new Function(script)());
    expect(asAscii(plain)).toBe(plain);
  });
});
