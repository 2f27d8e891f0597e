// The body of a request, bounded, unpacked where the client packed it.
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { invalid, ServingError } from '#electron/deploy/protocol/servingError.ts';

const unpackers = { gzip: promisify(gunzip), deflate: promisify(inflate) } as const;

/** @throws ServingError where it is larger than `limit` bytes, ends too early, or is packed in another way. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  const stated = Number(request.headers['content-length'] ?? 0);
  if (stated > limit) throw tooLarge(limit);
  const body = await gather(request, limit);
  const packing = request.headers['content-encoding'];
  if (packing === undefined || packing === 'identity') return body;
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
