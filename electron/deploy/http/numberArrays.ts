// Arrays of numbers read straight off the bytes of a JSON body: most of a tensor's body is one, and a general parser makes
// an object of every element.
import { readDecimal } from './decimal.ts';

export interface Lifted {
  /** The body with each array that was read replaced by its place in `arrays`. */
  readonly json: string;
  readonly arrays: readonly Float64Array[];
}

/** Numbers are put here, where memory is ready, and read off before the next body comes; so many are kept. */
const mostKept = 2 ** 20;
let scratch = new Float64Array(1024);
let taken = 0;

const [quote, backslash, open, close, comma, colon] = [0x22, 0x5c, 0x5b, 0x5d, 0x2c, 0x3a];

/**
 * Reads the arrays, nested or flat, that follow the key `data`. Whatever is no plain array of numbers stays in the text, so
 * that the general parser judges it: the outcome is the same as without this. Arrays hold until the next call.
 */
export function liftNumbers(body: Buffer): Lifted {
  const arrays: Float64Array[] = [];
  const kept: string[] = [];
  let keptFrom = 0;
  let at = 0;
  taken = 0;
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
  let numbers = scratch.subarray(taken);
  let count = 0;
  let depth = 0;
  let at = start;
  /** A value or an opening bracket must come next, rather than a comma or a closing one. */
  let wanting = true;
  for (;;) {
    const byte = body[at];
    if (byte === undefined) return undefined;
    if (byte < comma) {
      if (!isSpace(byte)) return undefined;
      at += 1;
    } else if (byte === comma) {
      if (wanting) return undefined;
      wanting = true;
      at += 1;
    } else if (byte < open) {
      if (!wanting) return undefined;
      if (count === numbers.length) {
        const larger = new Float64Array((count + 1024) * 2);
        larger.set(numbers);
        numbers = larger;
        // Arrays that were read before keep the buffer that was.
        if (larger.length <= mostKept) {
          scratch = larger;
          taken = 0;
        }
      }
      const end = readDecimal(body, at, numbers, count);
      if (end === at) return undefined;
      count += 1;
      wanting = false;
      at = end;
    } else if (byte === open) {
      if (!wanting) return undefined;
      depth += 1;
      at += 1;
    } else if (byte === close) {
      // An empty array, at whatever depth, is left to the general parser.
      if (wanting) return undefined;
      depth -= 1;
      at += 1;
      if (depth === 0) {
        taken = numbers.buffer === scratch.buffer ? taken + count : taken;
        return { numbers: numbers.subarray(0, count), end: at };
      }
    } else return undefined;
  }
}
