import { describe, expect, it } from 'vitest';
import { exportOptionsSchema } from '#core/contract/export.ts';
import { kserve } from './kserve.ts';
import type { ExportSource } from './source.ts';
import { aPlan, aSource } from './testing/aSource.ts';

/** The compute capabilities of the nodes that the service asks for, in the text's order. */
function askedFor(sources: readonly ExportSource[]): string[] {
  const { files } = kserve(sources, exportOptionsSchema.parse({}));
  const [file] = files.filter(({ path }) => path === 'kserve.yaml');
  const text = file && 'text' in file ? file.text : '';
  const values = (end: string) => [...text.matchAll(new RegExp(`gpu\\.compute\\.${end}[^0-9]*(\\d+)`, 'g'))];
  const minors = values('minor').map(([, minor]) => minor);
  return values('major').map(([, major], at) => `${major}.${minors[at]}`);
}

describe('an inference service', () => {
  it('asks for nodes of any compute capability that there is a plan for', () => {
    expect(askedFor([aPlan('9.0'), aPlan('8.6', { id: 'b' })])).toEqual(['9.0', '8.6']);
  });

  it('asks only for those that all of its models have a plan for', () => {
    const other = { id: 'c', modelName: 'other.onnx' };
    expect(askedFor([aPlan('9.0'), aPlan('8.6', { id: 'b' }), aPlan('8.6', other)])).toEqual(['8.6']);
  });

  it('asks for no nodes where any serves', () => {
    expect(askedFor([aSource()])).toEqual([]);
  });
});
