// Takes a file in from a browser: streamed to disk under a hidden name, under its own only when it is whole.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { type Failure, LatheError } from '#core/contract/failure.ts';
import { checkRoom } from './room.ts';
import { isSetName, safeName } from './uploadName.ts';

const PIECE_BYTES = 2 * 1024 * 1024;
const LOOK_EVERY_BYTES = 64 * 1024 * 1024;
const LONGEST_REST_MS = 20;
/** A sender that is silent for so long has gone. */
const SILENCE_MS = 60_000;
const STALE_MS = 24 * 3600 * 1000;

/** Resolves to the file's path. Throws LatheError; whatever had arrived until then is removed. */
export async function receiveUpload(request: IncomingMessage, uploads: string): Promise<string> {
  const { searchParams } = new URL(request.url ?? '/', 'http://host');
  const set = searchParams.get('set') ?? randomUUID();
  const name = safeName(searchParams.get('name') ?? '');
  const kind = searchParams.get('kind');
  if (kind !== 'model' && kind !== 'data')
    throw refused(`An upload is of kind model or data, not ${JSON.stringify(kind)}.`);
  if (!isSetName(set)) throw refused('The set of an upload is a word of letters, digits and dashes.');
  if (name === undefined) throw refused(`${JSON.stringify(searchParams.get('name'))} is no name for an uploaded file.`);

  await checkRoom(uploads, Number(request.headers['content-length'] ?? 0), name);
  // Named for its set, so that what has arrived of that is not taken for forgotten meanwhile.
  const partial = join(partialFolder(uploads), `${set}~${randomUUID()}`);
  const path = join(uploads, set, ...name.split('/'));
  try {
    await mkdir(dirname(partial), { recursive: true });
    request.setTimeout(SILENCE_MS, () => request.destroy(new Error('no data came')));
    await writeWhole(request, partial, () => checkRoom(uploads, 0, name));
    await mkdir(dirname(path), { recursive: true });
    await rename(partial, path);
    return path;
  } catch (error) {
    await rm(partial, { force: true });
    throw error instanceof LatheError ? error : new LatheError(failureOf(error, name));
  }
}

/** Removes what uploads left behind that a crash cut off. */
export async function sweepUploads(uploads: string): Promise<void> {
  const folder = partialFolder(uploads);
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const stats = await stat(path).catch(() => undefined);
    if (stats && Date.now() - stats.mtimeMs > STALE_MS) await rm(path, { force: true });
  }
}

function partialFolder(uploads: string): string {
  return join(uploads, '.partial');
}

/** Looks for room as it goes: a length need not be stated nor be true. The request stays open for an answer. */
async function writeWhole(request: IncomingMessage, path: string, look: () => Promise<void>): Promise<void> {
  const file = await open(path, 'wx');
  try {
    let since = 0;
    for await (const piece of inPieces(request.iterator({ destroyOnReturn: false }))) {
      const begin = performance.now();
      await file.appendFile(piece);
      // The browser may be on this machine, and its user moves through the graph meanwhile: half of the disk is left to them.
      await rest(Math.min(performance.now() - begin, LONGEST_REST_MS));
      since += piece.length;
      if (since < LOOK_EVERY_BYTES) continue;
      since = 0;
      await look();
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Chunks of a socket are small, and to write each alone would cost more than all else. A piece is good until the next. */
async function* inPieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let taken = 0; taken < chunk.length; ) {
      const copied = chunk.copy(piece, filled, taken);
      taken += copied;
      filled += copied;
      if (filled < PIECE_BYTES) continue;
      yield piece;
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

function failureOf(error: unknown, name: string): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return {
      kind: 'job',
      reason: `The disk is full: ${name} was not kept.`,
      next: 'Free some space and upload it again.',
    };
  }
  if (code === 'EISDIR' || code === 'ENOTDIR' || code === 'ENOTEMPTY') {
    return {
      kind: 'use',
      reason: `${name} is a folder in one place and a file in another.`,
      next: 'Rename one of them.',
    };
  }
  const why = error instanceof Error ? error.message : String(error);
  return { kind: 'job', reason: `${name} did not arrive whole (${why}); nothing was kept.`, next: 'Upload it again.' };
}

function refused(reason: string): LatheError {
  return new LatheError({ kind: 'use', reason, next: 'Choose the file again.' });
}
