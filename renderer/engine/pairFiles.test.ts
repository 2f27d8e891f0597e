import { describe, expect, it } from 'vitest';
import { pairFiles } from './pairFiles.ts';

const layers = '{"Layers": []}';
const profile = ' [{"count": 1}]';

describe('the files of an engine', () => {
  it('find each other by name, whatever the order', () => {
    const files = [
      { name: 'net-fp16.profile.json', text: profile },
      { name: 'net-int8.layers.json', text: layers },
      { name: 'net-fp16.layers.json', text: layers },
    ];
    expect(pairFiles(files)).toEqual([
      { name: 'net-int8', precision: 'int8', layers, profile: null },
      { name: 'net-fp16', precision: 'fp16', layers, profile },
    ]);
  });

  it('belong together where there is one of each', () => {
    const files = [
      { name: 'layers.json', text: layers },
      { name: 'times.json', text: profile },
    ];
    expect(pairFiles(files)).toEqual([{ name: 'layers', precision: null, layers, profile }]);
  });

  it('are no engine without layers', () => {
    expect(pairFiles([{ name: 'profile.json', text: profile }])).toEqual([]);
  });
});
