// Reads one number of a JSON text off its bytes, as the nearest double, without making a text of it.

const [zero, minus, plus, point] = [0x30, 0x2d, 0x2b, 0x2e];
/** Powers of ten that a double holds exactly. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
/** 2^27 + 1 cuts a double into halves whose products are exact (G. W. Veltkamp, 1968). */
const splitter = 2 ** 27 + 1;
const upperHalves = powers.map((power) => splitter * power - (splitter * power - power));
/** What both halves of the mantissa hold at most: digits that stay exact in 32 bits. */
const halfDigits = 9;
const halfFull = 10 ** (halfDigits - 1);

/**
 * Puts the value of the number at `start` into `values[place]`.
 * @returns where it ends; `start` itself where none stands there as JSON writes them.
 */
export function readDecimal(body: Buffer, start: number, values: Float64Array | Float32Array, place: number): number {
  let at = start;
  const negative = body[at] === minus;
  if (negative) at += 1;
  const whole = at;
  // Leading zeros leave the first half at zero, so that it takes the first nine digits that count.
  let high = 0;
  let low = 0;
  let lowDigits = 0;
  let digit = (body[at] as number) - zero;
  while (digit >= 0 && digit <= 9) {
    if (high < halfFull) high = (high * 10 + digit) | 0;
    else {
      low = (Math.imul(low, 10) + digit) | 0;
      lowDigits += 1;
    }
    at += 1;
    digit = (body[at] as number) - zero;
  }
  if (at === whole || (at - whole > 1 && body[whole] === zero)) return start;
  let scale = 0;
  if (body[at] === point) {
    at += 1;
    const fraction = at;
    digit = (body[at] as number) - zero;
    while (digit >= 0 && digit <= 9) {
      if (high < halfFull) high = (high * 10 + digit) | 0;
      else {
        low = (Math.imul(low, 10) + digit) | 0;
        lowDigits += 1;
      }
      at += 1;
      digit = (body[at] as number) - zero;
    }
    scale = at - fraction;
    if (scale === 0) return start;
  }
  let exponent = 0;
  if (body[at] === 0x65 || body[at] === 0x45) {
    at += 1;
    const down = body[at] === minus;
    if (down || body[at] === plus) at += 1;
    const first = at;
    digit = (body[at] as number) - zero;
    while (digit >= 0 && digit <= 9) {
      exponent = exponent * 10 + digit;
      at += 1;
      digit = (body[at] as number) - zero;
    }
    if (at === first) return start;
    if (down) exponent = -exponent;
  }
  const power = exponent - scale;
  let value = Number.NaN;
  if (power >= -22 && power <= 22) {
    if (lowDigits <= 15 - halfDigits) {
      // A mantissa and a power of ten that are both exact give the nearest double in one operation (W. D. Clinger, 1990).
      const mantissa = lowDigits === 0 ? high : high * (powers[lowDigits] as number) + low;
      value = power < 0 ? mantissa / (powers[-power] as number) : mantissa * (powers[power] as number);
    } else if (lowDigits <= halfDigits && power < 0) value = quotient(high, low, lowDigits, -power);
  }
  // So it is read as slowly as a text is: too many digits, too large a power, or a tie.
  if (Number.isNaN(value)) values[place] = Number(body.toString('latin1', start, at));
  else values[place] = negative ? -value : value;
  return at;
}

/**
 * (high · 10^lowDigits + low) / 10^power for mantissas of 16 to 18 digits: the quotient of doubles, and the quotient of its
 * exact remainder (T. J. Dekker, 1971), which together have twice a double's digits.
 * @returns NaN where they lie so close to the middle between two doubles that either may be the nearest.
 */
function quotient(high: number, low: number, lowDigits: number, power: number): number {
  const step = powers[lowDigits] as number;
  const upper = (high >> 15) * 32_768 * step;
  const lower = (high & 32_767) * step + low;
  const mantissa = upper + lower;
  const rest = lower - (mantissa - upper);
  const divisor = powers[power] as number;
  const first = mantissa / divisor;
  const product = first * divisor;
  const firstUpper = splitter * first - (splitter * first - first);
  const firstLower = first - firstUpper;
  const divisorUpper = upperHalves[power] as number;
  const divisorLower = divisor - divisorUpper;
  const lost =
    firstUpper * divisorUpper -
    product +
    firstUpper * divisorLower +
    firstLower * divisorUpper +
    firstLower * divisorLower;
  const second = (mantissa - product - lost + rest) / divisor;
  const doubt = first * 2 ** -85;
  const value = first + (second - doubt);
  return value === first + (second + doubt) ? value : Number.NaN;
}
