// Arrays of numbers read straight off the bytes of a JSON body: most of a tensor's body is one, and a general parser makes
// an object of every element.
import { nativeNumbers } from './nativeNumbers.ts';
import { isSpace, type ReadNumbers } from './numbersRead.ts';
import { ownNumbers } from './ownNumbers.ts';

export interface Lifted {
  /** The body with each array that was read replaced by its place in `arrays`. */
  readonly json: string;
  readonly arrays: readonly Float64Array[];
}

/** Numbers are put here, where memory is ready, and read off before the next body comes; so many are kept. */
const mostKept = 2 ** 20;
let scratch = new Float64Array(1024);
let taken = 0;

const [quote, backslash, open, colon] = [0x22, 0x5c, 0x5b, 0x3a];

/**
 * Reads the arrays, nested or flat, that follow the key `data`. Whatever is no plain array of numbers stays in the text, so
 * that the general parser judges it: the outcome is the same as without this. Arrays hold until the next call.
 */
export function liftNumbers(body: Buffer, read: ReadNumbers = nativeNumbers() ?? ownNumbers): Lifted {
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
    const found = readArray(read, body, from);
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

function isDataKey(body: Buffer, start: number, end: number): boolean {
  return (
    end - start === 6 &&
    body[start + 1] === 0x64 &&
    body[start + 2] === 0x61 &&
    body[start + 3] === 0x74 &&
    body[start + 4] === 0x61
  );
}

function readArray(
  read: ReadNumbers,
  body: Buffer,
  start: number,
): { readonly numbers: Float64Array; readonly end: number } | undefined {
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
