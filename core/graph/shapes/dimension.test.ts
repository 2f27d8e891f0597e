import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dimensionArithmetic } from './dimension.ts';

describe('dimensionArithmetic', () => {
  const d = dimensionArithmetic();

  it('keeps names readable and equal quantities equal', () => {
    expect(d.multiply(2, 'batch')).toBe('2*batch');
    expect(d.multiply('batch', 2)).toBe('2*batch');
    expect(d.subtract(d.add('seq', 3), 4)).toBe('seq - 1');
    expect(d.product(['seq', 'batch', 4])).toBe('4*batch*seq');
    expect(d.subtract('seq', 'seq')).toBe(0);
  });

  it('divides products and sums without rest', () => {
    expect(d.divideExactly(d.product([4, 'batch', 'seq']), 'seq')).toBe('4*batch');
    expect(d.divideExactly(d.multiply(d.add('a', 1), d.add('b', 'a')), d.add('a', 1))).toBe('a + b');
    expect(d.divideExactly('batch', 2)).toBeUndefined();
    expect(d.divideExactly(7, 2)).toBeUndefined();
    expect(d.divideExactly(0, 'batch')).toBe(0);
  });

  it('makes one floor of the halvings of a network with strides', () => {
    const half = (x: ReturnType<typeof d.add>) => d.add(d.floorDivide(d.subtract(d.add(x, 2), 3), 2), 1);
    expect(half('h')).toBe('floor((h + 1)/2)');
    expect(half(half('h'))).toBe('floor((h + 3)/4)');
    expect(d.floorDivide(d.multiply(4, 'seq'), 2)).toBe('2*seq');
    expect(d.ceilDivide('h', 1)).toBe('h');
  });

  it('knows nothing where one side is unknown, except that zero times anything is zero', () => {
    expect(d.add(undefined, 1)).toBeUndefined();
    expect(d.multiply(undefined, 0)).toBe(0);
    expect(d.floorDivide('a', 'b')).toBeUndefined();
  });

  it('agrees with integers put in for the names', () => {
    type Tree =
      | { op: 'add' | 'subtract' | 'multiply' | 'floorDivide' | 'ceilDivide'; a: Tree; b: Tree }
      | string
      | number;
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('a', 'b', 'c'),
        fc.integer({ min: 1, max: 9 }),
        fc.record({
          op: fc.constantFrom(
            'add' as const,
            'subtract' as const,
            'multiply' as const,
            'floorDivide' as const,
            'ceilDivide' as const,
          ),
          a: tie('tree'),
          b: tie('tree'),
        }),
      ),
    }));
    const names = { a: 5, b: 12, c: 7 };
    const value = (text: string) =>
      Number(new Function('a', 'b', 'c', 'floor', `return ${text}`)(...Object.values(names), Math.floor));
    const symbolic = (t: Tree): ReturnType<typeof d.add> => {
      if (typeof t !== 'object') return t;
      const by = typeof t.b === 'number' ? t.b : 3;
      if (t.op === 'floorDivide' || t.op === 'ceilDivide') return d[t.op](symbolic(t.a), by);
      return d[t.op](symbolic(t.a), symbolic(t.b));
    };
    const exact = (t: Tree): number => {
      if (typeof t === 'string') return names[t as keyof typeof names];
      if (typeof t === 'number') return t;
      const [a, b, by] = [exact(t.a), exact(t.b), typeof t.b === 'number' ? t.b : 3];
      const results = {
        add: a + b,
        subtract: a - b,
        multiply: a * b,
        floorDivide: Math.floor(a / by),
        ceilDivide: Math.ceil(a / by),
      };
      return results[t.op];
    };
    let decided = 0;
    fc.assert(
      fc.property(tree, (t) => {
        const found = symbolic(t);
        if (found === undefined) return;
        decided++;
        expect(typeof found === 'string' ? value(found) : found).toBe(exact(t) + 0);
      }),
      { numRuns: 1000 },
    );
    expect(decided).toBeGreaterThan(700);
  });
});
