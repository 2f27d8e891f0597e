// What reads an array of numbers off the bytes of a JSON body, and what it says.

/** Reads the array that begins with the bracket at `start` into `into`, as far as it has room. */
export type ReadNumbers = (body: Buffer, start: number, into: Reals) => NumbersRead;

export type Reals = Float64Array | Float32Array;

export type NumbersRead =
  | { readonly kind: 'plain'; readonly count: number; readonly end: number }
  /** So many numbers may come. */
  | { readonly kind: 'full'; readonly most: number }
  /** It holds anything but numbers and arrays of them, or is no JSON. */
  | { readonly kind: 'other' };

export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
