// Base-128 numbers as protocol buffers have them.

/** 2⁶³ and more do not fit an int64; what stands for "no limit" in a double becomes the largest that does. */
const largestInt64 = 2n ** 63n - 1n;

/** How many bytes a number takes: 1 to 10. */
export function varintLength(value: number | bigint): number {
  if (value < 0) {
    return 10;
  }
  let length = 1;
  for (let rest = Number(value) >= 2 ** 63 ? 2 ** 62 : value; rest >= 0x80; length += 1) {
    rest = typeof rest === 'bigint' ? rest >> 7n : Math.floor(rest / 0x80);
  }
  return length;
}

/** Writes a number at `offset`; returns the offset after it. */
export function writeVarint(value: number | bigint, bytes: Uint8Array, offset: number): number {
  let at = offset;
  if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER) {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
      bytes[at++] = (rest % 0x80) | 0x80;
    }
    bytes[at++] = rest;
    return at;
  }
  const whole = BigInt(value);
  let rest = BigInt.asUintN(64, whole > largestInt64 ? largestInt64 : whole);
  for (; rest >= 0x80n; rest >>= 7n) {
    bytes[at++] = Number(rest & 0x7fn) | 0x80;
  }
  bytes[at++] = Number(rest);
  return at;
}
