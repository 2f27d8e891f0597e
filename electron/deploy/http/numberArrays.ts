// Arrays of numbers read straight off the bytes of a JSON body: most of a tensor's body is one, and a general parser makes
// an object of every element.

export interface Lifted {
  /** The body with each array that was read replaced by its place in `arrays`. */
  readonly json: string;
  readonly arrays: readonly Float64Array[];
}

const [quote, backslash, open, close, comma, colon, minus, plus, point] = [
  0x22, 0x5c, 0x5b, 0x5d, 0x2c, 0x3a, 0x2d, 0x2b, 0x2e,
];
/** Powers of ten that a double holds exactly. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * Reads the arrays, nested or flat, that follow the key `data`. Whatever is no plain array of numbers stays in the text, so
 * that the general parser judges it: the outcome is the same as without this.
 */
export function liftNumbers(body: Buffer): Lifted {
  const arrays: Float64Array[] = [];
  const kept: string[] = [];
  let keptFrom = 0;
  let at = 0;
  while (at < body.length) {
    if (body[at] !== quote) {
      at += 1;
      continue;
    }
    const start = at;
    at = stringEnd(body, at);
    if (!isDataKey(body, start, at)) continue;
    const after = skipSpace(body, at);
    if (body[after] !== colon) continue;
    const from = skipSpace(body, after + 1);
    if (body[from] !== open) continue;
    const read = readNumbers(body, from);
    if (!read) continue;
    kept.push(body.toString('utf8', keptFrom, from), String(arrays.length));
    arrays.push(read.numbers);
    at = read.end;
    keptFrom = at;
  }
  kept.push(body.toString('utf8', keptFrom));
  return { json: kept.join(''), arrays };
}

/** Behind the closing quote. */
function stringEnd(body: Buffer, start: number): number {
  let at = start + 1;
  while (at < body.length && body[at] !== quote) at += body[at] === backslash ? 2 : 1;
  return at + 1;
}

function isDataKey(body: Buffer, start: number, end: number): boolean {
  return (
    end - start === 6 &&
    body[start + 1] === 0x64 &&
    body[start + 2] === 0x61 &&
    body[start + 3] === 0x74 &&
    body[start + 4] === 0x61
  );
}

function skipSpace(body: Buffer, start: number): number {
  let at = start;
  while (isSpace(body[at] as number)) at += 1;
  return at;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Undefined where it holds anything but numbers, or is no JSON. */
function readNumbers(
  body: Buffer,
  start: number,
): { readonly numbers: Float64Array; readonly end: number } | undefined {
  let numbers = new Float64Array(1024);
  let count = 0;
  let depth = 0;
  let at = start;
  /** A value or an opening bracket must come next, rather than a comma or a closing one. */
  let wanting = true;
  for (;;) {
    const byte = body[at];
    if (byte === undefined) return undefined;
    if (isSpace(byte)) at += 1;
    else if (byte === comma) {
      if (wanting) return undefined;
      wanting = true;
      at += 1;
    } else if (byte === open) {
      if (!wanting) return undefined;
      depth += 1;
      at += 1;
    } else if (byte === close) {
      // An empty array, at whatever depth, is left to the general parser.
      if (wanting) return undefined;
      depth -= 1;
      at += 1;
      if (depth === 0) return { numbers: numbers.subarray(0, count), end: at };
    } else {
      if (!wanting) return undefined;
      const end = numberEnd(body, at);
      if (end === at) return undefined;
      if (count === numbers.length) {
        const larger = new Float64Array(count * 4);
        larger.set(numbers);
        numbers = larger;
      }
      numbers[count] = scanned;
      count += 1;
      wanting = false;
      at = end;
    }
  }
}

/** The value of the number whose end was found last: a second result that costs no object for every element. */
let scanned = 0;

/** Behind the number at `start`; `start` itself where none stands there as JSON writes them. */
function numberEnd(body: Buffer, start: number): number {
  let at = start;
  const negative = body[at] === minus;
  if (negative) at += 1;
  const whole = at;
  let mantissa = 0;
  let digit = (body[at] as number) - 0x30;
  while (digit >= 0 && digit <= 9) {
    mantissa = mantissa * 10 + digit;
    at += 1;
    digit = (body[at] as number) - 0x30;
  }
  let digits = at - whole;
  if (digits === 0 || (digits > 1 && body[whole] === 0x30)) return start;
  let scale = 0;
  if (body[at] === point) {
    const fraction = at + 1;
    at = fraction;
    digit = (body[at] as number) - 0x30;
    while (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      at += 1;
      digit = (body[at] as number) - 0x30;
    }
    scale = at - fraction;
    if (scale === 0) return start;
    digits += scale;
  }
  let exponent = 0;
  if (body[at] === 0x65 || body[at] === 0x45) {
    at += 1;
    const down = body[at] === minus;
    if (down || body[at] === plus) at += 1;
    const first = at;
    digit = (body[at] as number) - 0x30;
    while (digit >= 0 && digit <= 9) {
      exponent = exponent * 10 + digit;
      at += 1;
      digit = (body[at] as number) - 0x30;
    }
    if (at === first) return start;
    if (down) exponent = -exponent;
  }
  const power = exponent - scale;
  // A mantissa and a power of ten that are both exact give the nearest double in one operation (W. D. Clinger, 1990).
  if (digits <= 15 && power >= -22 && power <= 22) {
    const value = power < 0 ? mantissa / (powers[-power] as number) : mantissa * (powers[power] as number);
    scanned = negative ? -value : value;
  } else scanned = Number(body.toString('latin1', start, at));
  return at;
}
