// Arrays of numbers off the bytes of a JSON body, where the addon is not built.
import { readDecimal } from './decimal.ts';
import { isSpace, type NumbersRead, type Reals } from './numbersRead.ts';

const [open, close, comma] = [0x5b, 0x5d, 0x2c];
const other: NumbersRead = { kind: 'other' };

export function ownNumbers(body: Buffer, start: number, into: Reals): NumbersRead {
  let count = 0;
  let depth = 0;
  let at = start;
  /** A value or an opening bracket must come next, rather than a comma or a closing one. */
  let wanting = true;
  for (;;) {
    const byte = body[at];
    if (byte === undefined) return other;
    if (byte < comma) {
      if (!isSpace(byte)) return other;
      at += 1;
    } else if (byte === comma) {
      if (wanting) return other;
      wanting = true;
      at += 1;
    } else if (byte < open) {
      if (!wanting) return other;
      if (count === into.length) return { kind: 'full', most: mostNumbers(body) };
      const end = readDecimal(body, at, into, count);
      if (end === at) return other;
      count += 1;
      wanting = false;
      at = end;
    } else if (byte === open) {
      if (!wanting) return other;
      depth += 1;
      at += 1;
    } else if (byte === close) {
      // An empty array, at whatever depth, is left to the general parser.
      if (wanting) return other;
      depth -= 1;
      at += 1;
      if (depth === 0) return { kind: 'plain', count, end: at };
    } else return other;
  }
}

/** Commas separate them. */
function mostNumbers(body: Buffer): number {
  let commas = 0;
  for (let at = body.indexOf(comma); at >= 0; at = body.indexOf(comma, at + 1)) commas += 1;
  return commas + 1;
}
