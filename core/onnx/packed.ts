// Elements narrower than a byte: packed from the low bits up, one after the other (6-bit ones cross byte borders).

/** The bits of element `index`, where each takes `bits` ≤ 8. */
export function getPacked(bytes: Uint8Array, bits: number, index: number): number {
  const start = index * bits;
  const at = Math.floor(start / 8);
  const pair = (bytes[at] as number) | ((bytes[at + 1] ?? 0) << 8);
  return (pair >> (start % 8)) & ((1 << bits) - 1);
}

/** Puts the low `bits` of `value` at element `index`; the bytes there must be 0. */
export function setPacked(bytes: Uint8Array, bits: number, index: number, value: number): void {
  const start = index * bits;
  const at = Math.floor(start / 8);
  const pair = (value & ((1 << bits) - 1)) << (start % 8);
  bytes[at] = (bytes[at] as number) | (pair & 0xff);
  if (pair > 0xff) {
    bytes[at + 1] = (bytes[at + 1] as number) | (pair >> 8);
  }
}
