import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anEngine } from '#core/fusion/engine/testing/anEngine.ts';
import { columns, filtered, ordered } from './layerRows.ts';

const { layers } = anEngine([
  { name: 'b', nodes: ['conv1', 'relu1'], ms: 2, kernel: 'sm80_xmma', precision: 'FP16' },
  { name: 'a', nodes: ['pool'], ms: 3, kernel: '', precision: 'INT8' },
  { name: 'c', kind: 'Reformat', role: 'reformat', ms: null, kernel: 'copy', precision: 'FP16' },
]);
const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name);

describe('the table of layers', () => {
  it('is sorted by any column, what is not known last', () => {
    expect(names(ordered(layers, { by: 'ms', down: true }))).toEqual(['a', 'b', 'c']);
    expect(names(ordered(layers, { by: 'ms', down: false }))).toEqual(['b', 'a', 'c']);
    expect(names(ordered(layers, { by: 'kernel', down: true }))).toEqual(['b', 'c', 'a']);
    expect(names(ordered(layers, { by: 'nodes', down: true }))).toEqual(['b', 'a', 'c']);
  });

  it('finds layers by name, kind, kernel, precision and node', () => {
    expect(names(filtered(layers, 'RELU1'))).toEqual(['b']);
    expect(names(filtered(layers, 'fp16 xmma'))).toEqual(['b']);
    expect(names(filtered(layers, 'reformat'))).toEqual(['c']);
    expect(filtered(layers, '  ')).toBe(layers);
  });

  it('loses and doubles no layer when sorted', () => {
    fc.assert(
      fc.property(fc.constantFrom(...columns), fc.boolean(), (by, down) => {
        expect(new Set(ordered(layers, { by, down }))).toEqual(new Set(layers));
      }),
    );
  });
});
