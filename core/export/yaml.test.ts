import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { yamlText } from './yaml.ts';

describe('yamlText', () => {
  it('nests maps and lists by indentation', () => {
    expect(yamlText({ kind: 'Job', spec: { words: ['a', { b: 1 }], none: [], empty: {} } })).toBe(
      'kind: Job\nspec:\n  words:\n    - a\n    - b: 1\n  none: []\n  empty: {}\n',
    );
  });
  it('separates documents', () => {
    expect(yamlText({ a: 1 }, { b: 2 })).toBe('a: 1\n---\nb: 2\n');
  });
  it('lets no text be read as a number, a truth or nothing', () => {
    for (const text of ['1', '1.0', 'on', 'No', 'null', '', '~', '- a', 'a: b', '#c', '@d', 'Yes']) {
      expect(yamlText({ text })).toBe(`text: ${JSON.stringify(text)}\n`);
    }
  });
  it('keeps any text on one line, quoted, where it is not plain lines', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const [, value = ''] = /^text: (.*)\n$/s.exec(yamlText({ text })) ?? [];
        expect(value.startsWith('"') ? JSON.parse(value) : value).toBe(text);
      }),
    );
  });
  it('writes text of several lines as a block', () => {
    expect(yamlText({ data: { file: '{\n  "a": 1\n}\n' } })).toBe('data:\n  file: |\n    {\n      "a": 1\n    }\n');
  });
});
