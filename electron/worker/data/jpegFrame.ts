// What the head of a JPEG says about its picture, without decoding it (ITU-T T.81, annex B).

export interface JpegFrame {
  /** The number of its coding process: 0 baseline, 1 extended, 2 progressive, … */
  readonly process: number;
  /** Bits a sample. */
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  /** For each component its horizontal and vertical sampling factors as two hexadecimal digits. */
  readonly sampling: readonly number[];
  /** Whether it may have to be turned upright: it carries EXIF data, which this does not read. */
  readonly turned: boolean;
}

const exif = [0x45, 0x78, 0x69, 0x66];

/** Undefined where it is no JPEG, or its head does not end before its picture begins. */
export function jpegFrame(bytes: Uint8Array): JpegFrame | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let frame: Omit<JpegFrame, 'turned'> | undefined;
  let turned = false;
  let at = 2;
  while (at + 4 <= bytes.byteLength) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) {
      // Any number of these may come before a marker.
      at += 1;
      continue;
    }
    // The picture begins.
    if (marker === 0xda) return frame && { ...frame, turned };
    const length = view.getUint16(at + 2);
    const start = at + 4;
    const end = at + 2 + length;
    if (length < 2 || end > bytes.byteLength) return undefined;
    if (marker === 0xe1 && exif.every((letter, place) => bytes[start + place] === letter)) turned = true;
    if (isFrame(marker)) {
      const count = bytes[start + 5] ?? 0;
      if (frame || end - start < 6 + 3 * count) return undefined;
      frame = {
        process: marker - 0xc0,
        precision: bytes[start] ?? 0,
        height: view.getUint16(start + 1),
        width: view.getUint16(start + 3),
        sampling: Array.from({ length: count }, (_, place) => bytes[start + 7 + 3 * place] ?? 0),
      };
    }
    at = end;
  }
  return undefined;
}

/** The others between them define tables. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
