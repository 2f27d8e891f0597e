// The body of a request, bounded, unpacked where the client packed it.
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { invalid, ServingError } from '#electron/deploy/protocol/servingError.ts';

const unpackers = { gzip: promisify(gunzip), deflate: promisify(inflate) } as const;
type Packing = keyof typeof unpackers;

/** @throws ServingError where it is larger than `limit` bytes, ends too early, or is packed in another way. */
export function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  const { 'content-length': stated, 'content-encoding': packing } = request.headers;
  const length = stated === undefined ? undefined : Number(stated);
  if (length !== undefined && length > limit) return Promise.reject(tooLarge(limit));
  const way = packing === undefined ? 'identity' : packingOf(packing);
  if (way === 'identity') return gather(request, limit, length);
  if (way !== undefined) return unpacked(gather(request, limit), way, limit);
  const accepted = { 'Accept-Encoding': Object.keys(unpackers).join(', ') };
  return Promise.reject(new ServingError('packed', `bodies packed as ${packing} are not read`, accepted));
}

/** Whatever the case, and by gzip's old name too (RFC 9110, section 8.4.1). */
function packingOf(stated: string): Packing | 'identity' | undefined {
  const name = stated.trim().toLowerCase();
  if (name === 'gzip' || name === 'x-gzip') return 'gzip';
  return name === 'deflate' || name === 'identity' ? name : undefined;
}

async function unpacked(packed: Promise<Buffer>, packing: Packing, limit: number): Promise<Uint8Array> {
  const body = await packed;
  try {
    return await unpackers[packing](body, { maxOutputLength: limit });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(limit);
    throw invalid(`the body cannot be unpacked as ${packing}`);
  }
}

/** @param stated its length: its last byte is the end then, of which Node tells only some turns later. */
function gather(request: IncomingMessage, limit: number, stated?: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, bytes));
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes > limit) return reject(tooLarge(limit));
      chunks.push(chunk);
      if (bytes === stated) end();
    });
    request.on('end', end);
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(invalid('the body ended before its stated length'));
    });
  });
}

function tooLarge(limit: number): ServingError {
  return new ServingError('tooLarge', `the body is larger than the ${limit} bytes that are read`);
}
