// What Lathe uses of libjpeg-turbo as WebAssembly, which comes without types.
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  export interface JpegDecoder {
    /** Memory of so many bytes for the file; holds until the next call of any method. */
    getEncodedBuffer(bytes: number): Uint8Array;
    /** Throws where the file is damaged. */
    decode(): void;
    getFrameInfo(): { readonly width: number; readonly height: number; readonly componentCount: number };
    /** Holds until the next call of any method. */
    getDecodedBuffer(): Uint8ClampedArray;
    /** Gives its memory back. */
    delete(): void;
  }

  export default function openCodec(): Promise<{ readonly JPEGDecoder: new () => JpegDecoder }>;
}
