// bfloat16 (the upper half of a float32) ↔ number: round to nearest, ties to even.

const float32 = new Float32Array(1);
const bits32 = new Uint32Array(float32.buffer);

/** The 16 bits of the bfloat16 nearest to `value` (which is taken as a float32 first); overflow gives infinity. */
export function encodeBfloat16(value: number): number {
  float32[0] = value;
  const bits = bits32[0] as number;
  if (Number.isNaN(value)) {
    return ((bits >>> 16) & 0x8000) | 0x7fc0;
  }
  const roundUp = 0x7fff + ((bits >>> 16) & 1);
  return (bits + roundUp) >>> 16;
}

/** The value of 16 bits of bfloat16, exact. */
export function decodeBfloat16(bits: number): number {
  bits32[0] = bits << 16;
  return float32[0] as number;
}
