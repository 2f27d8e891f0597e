// Little-endian bytes, as files have them, ↔ the arrays of this machine.

export const machineIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** A copy in which the bytes of every element of `width` are in reverse order. */
export function reverseBytes(bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const reversed = new Uint8Array(bytes.length);
  for (let start = 0; start < bytes.length; start += width) {
    for (let index = 0; index < width; index += 1) {
      reversed[start + index] = bytes[start + width - 1 - index] as number;
    }
  }
  return reversed;
}

/** A copy of little-endian elements as this machine has them, aligned; the other way round too. */
export function machineOrder(bytes: Uint8Array, width: number): ArrayBuffer {
  return (machineIsLittleEndian ? new Uint8Array(bytes) : reverseBytes(bytes, width)).buffer;
}
