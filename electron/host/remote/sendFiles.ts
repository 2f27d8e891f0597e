// Sends files to another host: by the hash of their content, only what is missing there, and from where it broke off.
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { failureSchema, LatheError } from '#core/contract/failure.ts';
import type { ArtifactFile } from '#core/contract/remote.ts';
import { sha256Files } from '#electron/worker/artifact/sha256.ts';
import { readFrom } from '../content/contentStore.ts';
import type { RemoteLink } from './remoteLink.ts';

export interface SentFile extends ArtifactFile {
  /** Where it lies here. */
  readonly from: string;
}

export interface Sending {
  readonly link: RemoteLink;
  readonly signal: AbortSignal;
  readonly progress: (doneBytes: number, totalBytes: number) => void;
}

const SIDE_BY_SIDE = 4;
const RETRY_MS = 250;
/** A file that does not get any further in so many tries is given up. */
const MOST_TRIES = 400;
/** How often files are sent again that had gone before they were put in place. */
const PLACING_TRIES = 3;

/** A file, or all files of a folder that are not hidden, with their hashes. */
export async function filesAt(path: string, signal: AbortSignal): Promise<SentFile[]> {
  const isFolder = (await stat(path)).isDirectory();
  const entries = isFolder ? await readdir(path, { recursive: true, withFileTypes: true }) : [];
  const paths = isFolder ? entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name)) : [path];
  const files: SentFile[] = [];
  for (const from of paths.sort()) {
    const name = isFolder ? relative(path, from).replaceAll('\\', '/') : basename(path);
    if (name.split('/').some((part) => part.startsWith('.'))) continue;
    const { size } = await stat(from);
    files.push({ from, path: name, bytes: size, sha256: await sha256Files([from], signal) });
  }
  return files;
}

/** Resolves to the folder there that holds the files. Throws LatheError where the host does not take them. */
export async function sendFiles(files: readonly SentFile[], sending: Sending): Promise<string> {
  const placed = files.map(({ path, sha256 }) => ({ path, sha256 }));
  for (let left = PLACING_TRIES; ; left -= 1) {
    await sendMissing(files, sending);
    try {
      return (await sending.link.call('content.place', { files: placed })).path;
    } catch (error) {
      // Somebody may have cleared up there since it said what is missing.
      if (left <= 1) throw error;
    }
  }
}

async function sendMissing(files: readonly SentFile[], { link, signal, progress }: Sending): Promise<void> {
  const unique = [...new Map(files.map((file) => [file.sha256, file])).values()];
  const asked = unique.map(({ sha256, bytes }) => ({ sha256, bytes }));
  const { missing } = await link.call('content.missing', { files: asked });
  const waiting = missing.flatMap(({ sha256 }) => unique.filter((file) => file.sha256 === sha256));
  const total = waiting.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  progress(done, total);
  const sender = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      await sendWhole(file, link, signal);
      done += file.bytes;
      progress(done, total);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, sender));
}

/** Asks after every break how much has arrived. */
async function sendWhole(file: SentFile, link: RemoteLink, signal: AbortSignal): Promise<void> {
  const { sha256, bytes } = file;
  let tries = 0;
  let before = -1;
  for (;;) {
    signal.throwIfAborted();
    const { missing } = await link.call('content.missing', { files: [{ sha256, bytes }] });
    const [open] = missing;
    if (!open) return;
    tries = open.have > before ? 1 : tries + 1;
    before = open.have;
    const failure = await sendOnce(file, open.have, link, signal);
    if (!failure) continue;
    if (tries >= MOST_TRIES) throw failure;
    await wait(RETRY_MS, undefined, { signal });
  }
}

/** Why it did not go through; undefined where it did. */
async function sendOnce(
  { from, path, sha256, bytes }: SentFile,
  offset: number,
  link: RemoteLink,
  signal: AbortSignal,
): Promise<LatheError | undefined> {
  const { url, token } = await link.address();
  const address = new URL(`/content/${sha256}?bytes=${bytes}&offset=${offset}`, url);
  const gone = (why: string) =>
    new LatheError({
      kind: 'job',
      reason: `${path} could not be sent (${why}).`,
      next: 'Try again when the line holds.',
    });
  try {
    const body = bytes === offset ? new Uint8Array(0) : chunksOf(from, offset);
    const answer = await fetch(address, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
      body,
      duplex: 'half',
      signal,
    });
    if (answer.ok) return undefined;
    const told = failureSchema.safeParse(((await answer.json()) as { failure?: unknown }).failure);
    return told.success ? new LatheError(told.data) : gone(String(answer.status));
  } catch (error) {
    signal.throwIfAborted();
    return gone(error instanceof Error ? error.message : String(error));
  }
}

async function* chunksOf(path: string, offset: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const chunk of readFrom(path, offset)) yield new Uint8Array(chunk as Buffer);
}
