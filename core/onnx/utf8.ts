// Text ↔ UTF-8 bytes, without TextDecoder: core knows neither Node nor the DOM.

const longestAscii = 1024;
/** Kept between calls, because most texts are short names and there are very many of them. */
const asciiUnits: number[] = [];

/** Bytes as text; ill-formed sequences become U+FFFD, one for each maximal ill-formed part (Unicode 15, section 3.9). */
export function decodeUtf8(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const length = end - start;
  if (length > longestAscii) {
    return decodeAny(bytes, start, end);
  }
  asciiUnits.length = length;
  let every = 0;
  for (let index = 0; index < length; index += 1) {
    const byte = bytes[start + index] as number;
    asciiUnits[index] = byte;
    every |= byte;
  }
  return every < 0x80 ? String.fromCharCode.apply(null, asciiUnits) : decodeAny(bytes, start, end);
}

function decodeAny(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  const units: number[] = [];
  for (let index = start; index < end; ) {
    const first = bytes[index] as number;
    if (first < 0x80) {
      units.push(first);
      index += 1;
    } else {
      const sequence = decodeSequence(bytes, index, end);
      if (sequence.point > 0xffff) {
        units.push(0xd800 + ((sequence.point - 0x10000) >> 10), 0xdc00 + ((sequence.point - 0x10000) & 0x3ff));
      } else {
        units.push(sequence.point);
      }
      index += sequence.length;
    }
    // Long argument lists overflow the stack, so the text grows in steps.
    if (units.length >= 4096) {
      text += String.fromCharCode(...units);
      units.length = 0;
    }
  }
  return text + String.fromCharCode(...units);
}

interface Sequence {
  readonly point: number;
  readonly length: number;
}

function decodeSequence(bytes: Uint8Array, index: number, end: number): Sequence {
  const first = bytes[index] as number;
  const following = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  if (first < 0xc2 || first > 0xf4) {
    return { point: 0xfffd, length: 1 };
  }
  let point = first & (0x3f >> following);
  for (let step = 1; step <= following; step += 1) {
    const byte = index + step < end ? (bytes[index + step] as number) : 0;
    if (byte < lowestSecond(first, step) || byte > highestSecond(first, step)) {
      return { point: 0xfffd, length: step };
    }
    point = (point << 6) | (byte & 0x3f);
  }
  return { point, length: following + 1 };
}

/** Overlong forms, surrogates and points past U+10FFFF are excluded by the range of the second byte (Unicode table 3-7). */
function lowestSecond(first: number, step: number): number {
  return step > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
}

function highestSecond(first: number, step: number): number {
  return step > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
}

/** The number of bytes that `encodeUtf8` gives. */
export function utf8Length(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      length += 1;
    } else if (unit < 0x800) {
      length += 2;
    } else {
      length += 3;
      if (isPair(text, index, unit)) {
        length += 1;
        index += 1;
      }
    }
  }
  return length;
}

function isPair(text: string, index: number, unit: number): boolean {
  return (unit & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
}

/** Text as UTF-8; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  writeUtf8(text, bytes, 0);
  return bytes;
}

/** Writes text at `offset`, which must leave `utf8Length(text)` bytes; returns the offset after it. */
export function writeUtf8(text: string, bytes: Uint8Array, offset: number): number {
  let at = offset;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      bytes[at++] = unit;
    } else if (unit < 0x800) {
      bytes[at++] = 0xc0 | (unit >> 6);
      bytes[at++] = 0x80 | (unit & 0x3f);
    } else if (isPair(text, index, unit)) {
      const point = text.codePointAt(index) as number;
      index += 1;
      bytes[at++] = 0xf0 | (point >> 18);
      bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
      bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[at++] = 0x80 | (point & 0x3f);
    } else {
      const written = (unit & 0xf800) === 0xd800 ? 0xfffd : unit;
      bytes[at++] = 0xe0 | (written >> 12);
      bytes[at++] = 0x80 | ((written >> 6) & 0x3f);
      bytes[at++] = 0x80 | (written & 0x3f);
    }
  }
  return at;
}
