// Short runs of bytes as keys.

/** A number of 32 bits. Names differ towards their ends, so of a long run the beginning counts in part. */
export function slotOf(bytes: Uint8Array, start: number, end: number): number {
  const tail = Math.max(start, end - 20);
  let hash = end - start;
  for (let index = start; index < tail; index += 5) {
    hash = (Math.imul(hash, 31) + (bytes[index] as number)) | 0;
  }
  for (let index = tail; index < end; index += 1) {
    hash = (Math.imul(hash, 31) + (bytes[index] as number)) | 0;
  }
  return hash ^ (hash >>> 15);
}

export function sameBytes(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number, length: number): boolean {
  for (let index = 0; index < length; index += 1) {
    if (a[aStart + index] !== b[bStart + index]) return false;
  }
  return true;
}
