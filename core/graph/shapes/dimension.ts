// Arithmetic on dimensions that may be names: sums and products stay polynomials, halves become floors.
import type { Dimension } from '#core/onnx/model.ts';
import { add, constant, divide, isConstant, multiply, type Polynomial, parts, render, single } from './polynomial.ts';

/**
 * Every operation takes and gives a number, an expression over the model's dimension names, or undefined where
 * nothing is known. Equal quantities give equal strings, so `===` compares them. Names stand for integers ≥ 1.
 */
export interface DimensionArithmetic {
  add(a: Dimension, b: Dimension): Dimension;
  subtract(a: Dimension, b: Dimension): Dimension;
  multiply(a: Dimension, b: Dimension): Dimension;
  product(factors: readonly Dimension[]): Dimension;
  /** a / b where b divides a without rest, else undefined. */
  divideExactly(a: Dimension, b: Dimension): Dimension;
  /** ⌊a / b⌋ for a positive b. */
  floorDivide(a: Dimension, b: Dimension): Dimension;
  /** ⌈a / b⌉ for a positive b. */
  ceilDivide(a: Dimension, b: Dimension): Dimension;
}

// Expressions beyond this help nobody who reads them and cost time in long chains.
const longest = 120;

/** One arithmetic for one inference run: it remembers which polynomial each string that it gave stands for. */
export function dimensionArithmetic(): DimensionArithmetic {
  const polynomials = new Map<string, Polynomial>();
  const floors = new Map<string, { readonly over: Polynomial; readonly by: number }>();

  const read = (value: number | string): Polynomial =>
    typeof value === 'number' ? constant(value) : (polynomials.get(value) ?? single(value));
  const give = (value: Polynomial | undefined): Dimension => {
    if (value === undefined) return undefined;
    if (isConstant(value)) return value.get('') ?? 0;
    const text = render(value);
    if (text.length > longest) return undefined;
    if (!polynomials.has(text)) polynomials.set(text, value);
    return text;
  };
  const combine = (a: Dimension, b: Dimension, apply: (a: Polynomial, b: Polynomial) => Polynomial | undefined) =>
    a === undefined || b === undefined ? undefined : give(apply(read(a), read(b)));

  const plus = (a: Dimension, b: Dimension) =>
    typeof a === 'number' && typeof b === 'number' ? a + b : combine(a, b, (x, y) => add(x, y, 1));
  const times = (a: Dimension, b: Dimension): Dimension => {
    if (typeof a === 'number' && typeof b === 'number') return a * b;
    if (a === 0 || b === 0) return 0;
    if (a === 1) return b;
    return b === 1 ? a : combine(a, b, multiply);
  };
  const exact = (a: Dimension, b: Dimension): Dimension => {
    if (a === b && a !== undefined && a !== 0) return 1;
    if (b === 0) return undefined;
    if (b === 1) return a;
    return combine(a, b, divide);
  };

  /** ⌊(k·q + r) / k⌋ = q + ⌊r / k⌋, and a floor of a floor is one floor. */
  const floorOf = (over: Polynomial, by: number): Polynomial | undefined => {
    const { whole, rest } = parts(over, by);
    if (isConstant(rest)) return whole;
    let [numerator, divisor] = [rest, by];
    const names = [...rest].filter(([key]) => key !== '');
    const inner = names.length === 1 && names[0]?.[1] === 1 ? floors.get(names[0][0]) : undefined;
    if (inner) {
      numerator = add(inner.over, constant((rest.get('') ?? 0) * inner.by), 1);
      divisor = by * inner.by;
    }
    const text = render(numerator);
    const atom = `floor(${numerator.size > 1 ? `(${text})` : text}/${divisor})`;
    if (atom.length > longest) return undefined;
    floors.set(atom, { over: numerator, by: divisor });
    return add(whole, single(atom), 1);
  };
  const floorDivide = (a: Dimension, b: Dimension): Dimension => {
    if (typeof a === 'number' && typeof b === 'number') return b > 0 ? Math.floor(a / b) : undefined;
    if (typeof b !== 'number') return exact(a, b);
    if (a === undefined || !Number.isInteger(b) || b <= 0) return undefined;
    return give(floorOf(read(a), b));
  };

  return {
    add: plus,
    subtract: (a, b) =>
      typeof a === 'number' && typeof b === 'number' ? a - b : combine(a, b, (x, y) => add(x, y, -1)),
    multiply: times,
    product: (factors) => (factors.includes(0) ? 0 : factors.reduce<Dimension>((a, b) => times(a, b), 1)),
    divideExactly: (a, b) => {
      const quotient = exact(a, b);
      return typeof quotient === 'number' && !Number.isInteger(quotient) ? undefined : quotient;
    },
    floorDivide,
    ceilDivide: (a, b) => (typeof b === 'number' ? floorDivide(plus(a, b - 1), b) : exact(a, b)),
  };
}
