// Polynomials with integer coefficients over named quantities, in one canonical form.

/** From a product of names (sorted, parted by `separator`; '' is the constant term) to its coefficient, never 0. */
export type Polynomial = ReadonlyMap<string, number>;

// No dimension name holds a control character; '*' may well be in one.
const separator = '\u0001';

export function constant(value: number): Polynomial {
  return value === 0 ? new Map() : new Map([['', value]]);
}

export function single(name: string): Polynomial {
  return new Map([[name, 1]]);
}

export function isConstant(value: Polynomial): boolean {
  return value.size === 0 || (value.size === 1 && value.has(''));
}

/** a + factor · b */
export function add(a: Polynomial, b: Polynomial, factor: number): Polynomial {
  const sum = new Map(a);
  for (const [key, coefficient] of b) put(sum, key, coefficient * factor);
  return sum;
}

export function multiply(a: Polynomial, b: Polynomial): Polynomial {
  const product = new Map<string, number>();
  for (const [left, x] of a) for (const [right, y] of b) put(product, join(left, right), x * y);
  return product;
}

/** The quotient by long division, or undefined where something is left over. */
export function divide(a: Polynomial, b: Polynomial): Polynomial | undefined {
  const [lead, by] = leading(b);
  if (by === 0) return undefined;
  let rest = a;
  const quotient = new Map<string, number>();
  for (let step = 0; step < 32 && rest.size > 0; step++) {
    const [key, coefficient] = leading(rest);
    const without = remove(key, lead);
    if (without === undefined || coefficient % by !== 0) return undefined;
    const term = new Map([[without, coefficient / by]]);
    put(quotient, without, coefficient / by);
    rest = add(rest, multiply(term, b), -1);
  }
  return rest.size === 0 ? quotient : undefined;
}

/** whole and rest with a = by · whole + rest and every coefficient of rest in 0 … by − 1. */
export function parts(a: Polynomial, by: number): { whole: Polynomial; rest: Polynomial } {
  const whole = new Map<string, number>();
  const rest = new Map<string, number>();
  for (const [key, coefficient] of a) {
    const times = Math.floor(coefficient / by);
    put(whole, key, times);
    put(rest, key, coefficient - times * by);
  }
  return { whole, rest };
}

/** Such as `2*batch*seq + 3*seq - 1`: highest products first, names in order, the constant last. */
export function render(value: Polynomial): string {
  const terms = [...value].sort(([a], [b]) => compare(a, b));
  return terms.reduce((text, [key, coefficient]) => {
    const names = key === '' ? [] : key.split(separator);
    const size = Math.abs(coefficient);
    const term = [...(size === 1 && names.length > 0 ? [] : [String(size)]), ...names].join('*');
    if (text === '') return coefficient < 0 ? `-${term}` : term;
    return `${text} ${coefficient < 0 ? '-' : '+'} ${term}`;
  }, '');
}

function put(target: Map<string, number>, key: string, coefficient: number): void {
  const sum = (target.get(key) ?? 0) + coefficient;
  if (sum === 0) target.delete(key);
  else target.set(key, sum);
}

function join(left: string, right: string): string {
  if (left === '' || right === '') return left + right;
  return [...left.split(separator), ...right.split(separator)].sort().join(separator);
}

function remove(key: string, names: string): string | undefined {
  if (names === '') return key;
  const left = key.split(separator);
  for (const name of names.split(separator)) {
    const place = left.indexOf(name);
    if (place < 0) return undefined;
    left.splice(place, 1);
  }
  return left.join(separator);
}

function leading(value: Polynomial): readonly [string, number] {
  let best: readonly [string, number] = ['', value.get('') ?? 0];
  for (const term of value) if (compare(term[0], best[0]) < 0) best = term;
  return best;
}

/** Products of more names come first; long division needs an order that multiplication keeps. */
function compare(a: string, b: string): number {
  const [left, right] = [degree(a), degree(b)];
  if (left !== right) return right - left;
  return a < b ? -1 : a > b ? 1 : 0;
}

function degree(key: string): number {
  return key === '' ? 0 : key.split(separator).length;
}
