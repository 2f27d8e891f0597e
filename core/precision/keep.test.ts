import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aNode } from '#core/testing/aNode.ts';
import { matchesGlob, recipeReason } from './keep.ts';

describe('matchesGlob', () => {
  it('agrees with the same pattern as a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 12 });
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(glob, text, (pattern, name) => {
        const source = pattern.replace(/[.]/g, '\\.').replace(/\*/g, '.*').replace(/\?/g, '.');
        expect(matchesGlob(pattern, name)).toBe(new RegExp(`^${source}$`, 's').test(name));
      }),
      { numRuns: 2000 },
    );
  });

  it('does not take forever on patterns that make a backtracking matcher do so', () => {
    const started = performance.now();
    expect(matchesGlob(`${'a*'.repeat(40)}b`, 'a'.repeat(4000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('recipeReason', () => {
  const node = aNode('/head/conv: y = Conv(x, w)');

  it('says by which rule a node is kept', () => {
    expect(recipeReason(node, { nodes: ['/head/conv'] })).toContain('by name');
    expect(recipeReason(node, { patterns: ['/stem/*', '/head/*'] })).toContain("'/head/*'");
    expect(recipeReason(node, { operators: ['Conv'] })).toContain('every Conv');
  });

  it('finds a node without a name under the name that Lathe gives it', () => {
    expect(recipeReason(aNode('y = Conv(x, w)'), { nodes: ['node_of_y'] })).toContain('by name');
  });

  it('keeps nothing that no rule names', () => {
    expect(recipeReason(node, { nodes: ['/head'], patterns: ['head*'], operators: ['Gemm'] })).toBeUndefined();
    expect(recipeReason(node, undefined)).toBeUndefined();
  });
});
