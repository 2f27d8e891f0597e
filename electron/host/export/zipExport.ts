// An export as one zip archive, for a browser to keep. Engines hardly compress, so that its files are stored.
import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { LatheError } from '#core/contract/failure.ts';
import type { PlacedExport } from './exportFiles.ts';

/** What fits in one answer, and far below where the format needs its extension of 64 bits. */
const LARGEST_BYTES = 2 ** 30;
/** Names are in UTF-8 (APPNOTE 4.4.4, bit 11). */
const UTF8 = 1 << 11;

/** Throws LatheError where it would not fit in the memory of a window. */
export async function zipExport({ files }: PlacedExport): Promise<Uint8Array<ArrayBuffer>> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > LARGEST_BYTES) {
    throw new LatheError({
      kind: 'use',
      reason: `The export is ${Math.round(total / 1e6)} MB large, too much for a download.`,
      next: 'In a terminal, lathe export BUILD --format … --out DIR writes it to a folder.',
    });
  }
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const file of files) {
    const data = 'text' in file ? Buffer.from(file.text) : await readFile(file.from);
    const name = Buffer.from(file.path);
    const common = commonHeader(name, data);
    parts.push(Buffer.from('PK\u0003\u0004'), common, name, data);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), common, placeHeader(offset), name);
    offset += 4 + common.length + name.length + data.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  return new Uint8Array(Buffer.concat([...parts, ...directory, endHeader(files.length, size, offset)]));
}

function commonHeader(name: Buffer, data: Buffer): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(UTF8, 2);
  // The first day that the format knows: the same builds give the same archive.
  header.writeUInt16LE((1 << 5) | 1, 8);
  header.writeUInt32LE(crc32(data), 10);
  header.writeUInt32LE(data.length, 14);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
}

function placeHeader(offset: number): Buffer {
  const header = Buffer.alloc(14);
  header.writeUInt32LE(offset, 10);
  return header;
}

function endHeader(count: number, size: number, offset: number): Buffer {
  const header = Buffer.alloc(22);
  header.write('PK\u0005\u0006');
  header.writeUInt16LE(count, 8);
  header.writeUInt16LE(count, 10);
  header.writeUInt32LE(size, 12);
  header.writeUInt32LE(offset, 16);
  return header;
}
