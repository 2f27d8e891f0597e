// A tensor as it travels: its elements are little-endian bytes, row-major, those of BYTES each after their length.
import { type Datatype, widths } from './datatype.ts';
import { invalid } from './servingError.ts';

export interface WireTensor {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  /** For BYTES: a 4-byte little-endian length before each element. */
  readonly bytes: Uint8Array;
}

export function elementsOf(shape: readonly number[]): number {
  let count = 1;
  for (const size of shape) count *= size;
  return count;
}

/** @throws ServingError where the bytes are not as many as type and shape ask for. */
export function requireBytes({ name, datatype, shape, bytes }: WireTensor): void {
  const count = elementsOf(shape);
  if (datatype !== 'BYTES') {
    const wanted = count * widths[datatype];
    if (bytes.byteLength === wanted) return;
    throw invalid(
      `input '${name}' of ${datatype} [${shape.join(', ')}] needs ${wanted} bytes, and ${bytes.byteLength} were sent`,
    );
  }
  const end = skipElements(bytes, 0, count);
  if (end === bytes.byteLength) return;
  throw invalid(
    end === undefined
      ? `input '${name}' of BYTES [${shape.join(', ')}] ends before its ${count} elements`
      : `input '${name}' of BYTES [${shape.join(', ')}] has ${bytes.byteLength - end} bytes after its last element`,
  );
}

/** Where `count` elements of BYTES from `offset` end; undefined where the bytes end before. */
export function skipElements(bytes: Uint8Array, offset: number, count: number): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = offset;
  for (let index = 0; index < count; index += 1) {
    if (end + 4 > bytes.byteLength) return undefined;
    end += 4 + view.getUint32(end, true);
    if (end > bytes.byteLength) return undefined;
  }
  return end;
}

export function readElements(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const elements: Uint8Array[] = [];
  for (let offset = 0; offset + 4 <= bytes.byteLength; ) {
    const length = view.getUint32(offset, true);
    elements.push(bytes.subarray(offset + 4, offset + 4 + length));
    offset += 4 + length;
  }
  return elements;
}

export function writeElements(elements: readonly Uint8Array[]): Uint8Array {
  const total = elements.reduce((sum, element) => sum + 4 + element.byteLength, 0);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const element of elements) {
    view.setUint32(offset, element.byteLength, true);
    bytes.set(element, offset + 4);
    offset += 4 + element.byteLength;
  }
  return bytes;
}

export function writeTexts(texts: readonly string[]): Uint8Array {
  return writeElements(texts.map((text) => Buffer.from(text)));
}
