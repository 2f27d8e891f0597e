// A file seen as ranges of bytes, so that a model of any size opens without being loaded.

export interface ByteSource {
  /** Total size in bytes. */
  readonly size: number;
  /**
   * Reads `length` bytes at `offset`. Resolves to exactly `length` bytes.
   * Throws RangeError where the range leaves the file.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** The same into memory of the caller's, all of it; where it is not there, `read` does. */
  readInto?(offset: number, bytes: Uint8Array): Promise<void>;
}

/** Opens an external-data file by the `location` an initializer names (relative to the model's folder). */
export type OpenExternal = (location: string) => Promise<ByteSource>;

/** A source over bytes already in memory; reads are views, not copies. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.byteLength,
    async read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > bytes.byteLength) {
        throw new RangeError(`bytes ${offset} to ${offset + length} are outside the file of ${bytes.byteLength} bytes`);
      }
      return bytes.subarray(offset, offset + length);
    },
  };
}
