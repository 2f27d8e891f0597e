// Arrays of numbers read straight off the bytes of a JSON body: most of a tensor's body is one, and a general parser makes
// an object of every element.
import { nativeNumbers } from './nativeNumbers.ts';
import { isSpace, type ReadNumbers, type Reals } from './numbersRead.ts';
import { ownNumbers } from './ownNumbers.ts';

export interface Lifted {
  /** The body with each array that was read replaced by its place in `arrays`. */
  readonly json: string;
  /** Floats where the last `datatype` before them says FP32, else doubles, which hold until the next call. */
  readonly arrays: readonly Reals[];
}

/** Doubles are put here, where memory is ready, and read off before the next body comes; so many are kept. */
const mostKept = 2 ** 20;
let scratch = new Float64Array(1024);
let taken = 0;
/** How many floats the last array had: a client's next one mostly has as many. */
let expected = 1024;

const [quote, backslash, open, colon] = [0x22, 0x5c, 0x5b, 0x3a];

/**
 * Reads the arrays, nested or flat, that follow the key `data`. Whatever is no plain array of numbers stays in the text, so
 * that the general parser judges it: the outcome is the same as without this.
 *
 * @param singles whether there may be floats among the arrays.
 */
export function liftNumbers(body: Buffer, singles = true, read: ReadNumbers = nativeNumbers() ?? ownNumbers): Lifted {
  const arrays: Reals[] = [];
  let [isSingle, isDatatype] = [false, false];
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
    if (isDatatype) isSingle = singles && isText(body, start, at, fp32);
    isDatatype = isText(body, start, at, datatypeKey);
    if (!isText(body, start, at, dataKey)) continue;
    const after = skipSpace(body, at);
    if (body[after] !== colon) continue;
    const from = skipSpace(body, after + 1);
    if (body[from] !== open) continue;
    const found = isSingle ? readSingles(read, body, from) : readDoubles(read, body, from);
    if (!found) continue;
    kept.push(body.toString('utf8', keptFrom, from), String(arrays.length));
    arrays.push(found.numbers);
    at = found.end;
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

const [dataKey, datatypeKey, fp32] = ['"data"', '"datatype"', '"FP32"'].map((text) => Buffer.from(text)) as [
  Buffer,
  Buffer,
  Buffer,
];

function isText(body: Buffer, start: number, end: number, text: Buffer): boolean {
  if (end - start !== text.length) return false;
  for (let place = 0; place < text.length; place += 1) if (body[start + place] !== text[place]) return false;
  return true;
}

interface Found {
  readonly numbers: Reals;
  readonly end: number;
}

/** In memory of their own, which is the tensor's. */
function readSingles(read: ReadNumbers, body: Buffer, start: number): Found | undefined {
  let into = floats(Math.min(expected, body.length));
  let found = read(body, start, into);
  if (found.kind === 'full') {
    into = floats(found.most);
    found = read(body, start, into);
  }
  if (found.kind !== 'plain') return undefined;
  const { count, end } = found;
  expected = count;
  const numbers = into.subarray(0, count);
  return { numbers: count * 2 < into.length ? numbers.slice() : numbers, end };
}

/** Not set to zero: what is read is written first. */
function floats(count: number): Float32Array {
  return new Float32Array(Buffer.allocUnsafeSlow(count * 4).buffer);
}

function readDoubles(read: ReadNumbers, body: Buffer, start: number): Found | undefined {
  let into = scratch.subarray(taken);
  let found = read(body, start, into);
  if (found.kind === 'full') {
    into = new Float64Array(found.most);
    // Arrays that were read before keep the buffer that was.
    if (into.length <= mostKept) {
      scratch = into;
      taken = 0;
    }
    found = read(body, start, into);
  }
  if (found.kind !== 'plain') return undefined;
  if (into.buffer === scratch.buffer) taken += found.count;
  return { numbers: into.subarray(0, found.count), end: found.end };
}

function skipSpace(body: Buffer, start: number): number {
  let at = start;
  while (isSpace(body[at] as number)) at += 1;
  return at;
}
