// Windows bitmaps, which the image library does not read: uncompressed, with 1, 4, 8, 16, 24 or 32 bits a pixel.
import type { Pixels } from './rgb.ts';

export function isBmp(bytes: Uint8Array): boolean {
  return bytes[0] === 0x42 && bytes[1] === 0x4d;
}

interface Header {
  readonly width: number;
  readonly height: number;
  /** Rows run from the top; in most files they run from the bottom. */
  readonly topDown: boolean;
  readonly bits: number;
  readonly palette: number;
  readonly paletteEntry: number;
  readonly pixels: number;
  /** Red, green and blue bits of a 16- or 32-bit pixel. */
  readonly masks: readonly [number, number, number];
}

const mostPixels = 1 << 28;

/** @throws RangeError where the file is cut off, compressed or of a form that is not known. */
export function decodeBmp(bytes: Uint8Array): Pixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readHeader(view);
  const { width, height, bits } = header;
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (header.pixels + stride * height > bytes.length) throw new RangeError('the bitmap is cut off');
  const rgb = new Uint8Array(width * height * 3);
  const colour = colourReader(view, header);
  for (let row = 0; row < height; row += 1) {
    const from = header.pixels + stride * (header.topDown ? row : height - 1 - row);
    for (let column = 0; column < width; column += 1) {
      rgb.set(colour(from, column), (row * width + column) * 3);
    }
  }
  return { width, height, rgb };
}

function readHeader(view: DataView): Header {
  const size = view.getUint32(14, true);
  const old = size === 12;
  const width = old ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = old ? view.getInt16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(old ? 24 : 28, true);
  const compression = old ? 0 : view.getUint32(30, true);
  const height = Math.abs(signedHeight);
  if (width <= 0 || height === 0 || width * height > mostPixels)
    throw new RangeError('the bitmap has no sensible size');
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw new RangeError(`bitmaps of ${bits} bits a pixel are not known`);
  const fields = compression === 3 || compression === 6;
  if (compression !== 0 && !(fields && bits >= 16)) throw new RangeError('compressed bitmaps are not read');
  const plain = bits === 16 ? ([0x7c00, 0x03e0, 0x001f] as const) : ([0xff0000, 0xff00, 0xff] as const);
  return {
    width,
    height,
    topDown: signedHeight < 0,
    bits,
    palette: 14 + size,
    paletteEntry: old ? 3 : 4,
    pixels: view.getUint32(10, true),
    masks: fields ? [view.getUint32(54, true), view.getUint32(58, true), view.getUint32(62, true)] : plain,
  };
}

function colourReader(view: DataView, header: Header): (row: number, column: number) => readonly number[] {
  const { bits, palette, paletteEntry } = header;
  if (bits === 24) {
    return (row, column) => blueGreenRed(view, row + column * 3);
  }
  if (bits <= 8) {
    const perByte = 8 / bits;
    return (row, column) => {
      const byte = view.getUint8(row + Math.floor(column / perByte));
      const index = (byte >> (8 - bits - (column % perByte) * bits)) & ((1 << bits) - 1);
      return blueGreenRed(view, palette + index * paletteEntry);
    };
  }
  const read = header.masks.map(channelReader);
  return (row, column) => {
    const pixel = bits === 16 ? view.getUint16(row + column * 2, true) : view.getUint32(row + column * 4, true);
    return read.map((channel) => channel(pixel));
  };
}

function blueGreenRed(view: DataView, at: number): readonly number[] {
  return [view.getUint8(at + 2), view.getUint8(at + 1), view.getUint8(at)];
}

/** The bits under a mask, stretched to 0…255. */
function channelReader(mask: number): (pixel: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const largest = mask >>> shift;
  return (pixel) => Math.round((((pixel & mask) >>> shift) * 255) / largest);
}
