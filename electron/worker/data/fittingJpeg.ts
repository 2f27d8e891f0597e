// Decodes a JPEG that needs neither turning nor resizing: with the very pixels of the general way, whose pipeline costs
// several times as much as a small image itself.
import openCodec, { type JpegDecoder } from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs';
import { type JpegFrame, jpegFrame } from './jpegFrame.ts';

export interface FittingJpeg {
  /**
   * RGB, rows from the top; undefined where the general way must decode it: it is no such JPEG, or something is wrong
   * with it, which the general way says better.
   */
  decode(bytes: Uint8Array, size: { readonly width: number; readonly height: number }): Uint8Array | undefined;
}

let opened: Promise<FittingJpeg> | undefined;
let ready: FittingJpeg | undefined;

/** The library runs as WebAssembly, so that no file can make it touch other memory than its own. */
export function openFittingJpeg(): Promise<FittingJpeg> {
  opened ??= openCodec().then(({ JPEGDecoder }) => {
    ready = fittingJpeg(() => new JPEGDecoder());
    return ready;
  });
  return opened;
}

/** Undefined until `openFittingJpeg` has resolved once. */
export function openedFittingJpeg(): FittingJpeg | undefined {
  return ready;
}

function fittingJpeg(create: () => JpegDecoder): FittingJpeg {
  let decoder: JpegDecoder | undefined;
  return {
    decode(bytes, { width, height }) {
      const frame = jpegFrame(bytes);
      if (!frame || frame.width !== width || frame.height !== height || !isPlain(frame)) return undefined;
      try {
        decoder ??= create();
        decoder.getEncodedBuffer(bytes.byteLength).set(bytes);
        decoder.decode();
        const { componentCount, ...found } = decoder.getFrameInfo();
        if (componentCount !== 3 || found.width !== width || found.height !== height) return undefined;
        return new Uint8Array(decoder.getDecodedBuffer());
      } catch {
        // What it throws is an address in its memory.
        decoder?.delete();
        decoder = undefined;
        return undefined;
      }
    },
  };
}

/** What every version of the library gives the same pixels for. */
function isPlain({ process, precision, sampling, turned }: JpegFrame): boolean {
  const [luma, ...chroma] = sampling;
  return (
    process <= 1 &&
    precision === 8 &&
    !turned &&
    (luma === 0x11 || luma === 0x21 || luma === 0x22) &&
    chroma.length === 2 &&
    chroma.every((factors) => factors === 0x11)
  );
}
