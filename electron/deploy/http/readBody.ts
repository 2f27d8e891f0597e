// The body of a request, bounded, unpacked where the client packed it.
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { invalid, ServingError } from '#electron/deploy/protocol/servingError.ts';

const unpackers = { gzip: promisify(gunzip), deflate: promisify(inflate) } as const;

/** @throws ServingError where it is larger than `limit` bytes, ends too early, or is packed in another way. */
export function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  const { 'content-length': stated, 'content-encoding': packing } = request.headers;
  if (Number(stated ?? 0) > limit) return Promise.reject(tooLarge(limit));
  const body = gather(request, limit);
  return packing === undefined || packing === 'identity' ? body : unpacked(body, packing, limit);
}

async function unpacked(packed: Promise<Buffer>, packing: string, limit: number): Promise<Uint8Array> {
  const body = await packed;
  if (packing !== 'gzip' && packing !== 'deflate') throw invalid(`bodies packed as ${packing} are not read`);
  try {
    return await unpackers[packing](body, { maxOutputLength: limit });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(limit);
    throw invalid(`the body cannot be unpacked as ${packing}`);
  }
}

function gather(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes > limit) reject(tooLarge(limit));
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, bytes)));
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(invalid('the body ended before its stated length'));
    });
  });
}

function tooLarge(limit: number): ServingError {
  return new ServingError('tooLarge', `the body is larger than the ${limit} bytes that are read`);
}
