// Brings a build from another host into a folder here: in ranges that are asked for again where the line breaks, each file
// checked against its hash.
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildRecordSchema } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import { type ArtifactFile, largestRange } from '#core/contract/remote.ts';
import { fileName } from '#core/export/source.ts';
import { discard, openStage, publish, replace, syncStage } from '#electron/worker/artifact/stage.ts';
import type { RemoteLink } from './remoteLink.ts';

export interface Fetching {
  readonly link: RemoteLink;
  readonly host: string;
  /** What the model is called here. */
  readonly model: string;
  readonly destination: string;
  readonly signal: AbortSignal;
  readonly progress: (doneBytes: number, totalBytes: number) => void;
}

/** Throws LatheError where a file arrives as something else twice, or the folder cannot be written. */
export async function fetchBuild(id: string, task: Fetching): Promise<void> {
  const { link, destination } = task;
  const { files } = await link.call('build.files', { id });
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const stage = await openStage(dirname(destination), destination);
  try {
    let before = 0;
    for (const file of files) {
      const report = (have: number) => task.progress(before + have, total);
      const path = join(stage.directory, ...file.path.split('/'));
      await mkdir(dirname(path), { recursive: true });
      if (!(await fetchFile(id, file, path, task, report)) && !(await fetchFile(id, file, path, task, report))) {
        throw damaged(file.path, task.host);
      }
      before += file.bytes;
    }
    await adopt(join(stage.directory, 'record.json'), files, task);
    await syncStage(stage);
    if (!(await publish(stage))) await replace(stage);
  } finally {
    await discard(stage);
  }
}

async function fetchFile(
  id: string,
  { path: file, bytes, sha256 }: ArtifactFile,
  path: string,
  { link, signal }: Fetching,
  report: (have: number) => void,
): Promise<boolean> {
  const hash = createHash('sha256');
  const written = await open(path, 'w');
  try {
    for (let offset = 0; offset < bytes; ) {
      signal.throwIfAborted();
      const length = Math.min(largestRange, bytes - offset);
      const chunk = await link.call('build.readRange', { id, file, offset, length });
      if (chunk.byteLength === 0) return false;
      hash.update(chunk);
      await written.appendFile(chunk);
      offset += chunk.byteLength;
      report(offset);
    }
  } finally {
    await written.close();
  }
  return hash.digest('hex') === sha256;
}

/** The record names the model as this host does, and where the build comes from. Its engine must be what it says. */
async function adopt(path: string, files: readonly ArtifactFile[], { model, host }: Fetching): Promise<void> {
  const record = buildRecordSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  const engine = fileName(record.engine);
  if (files.find((file) => file.path === engine)?.sha256 !== record.engineSha256) throw damaged(engine, host);
  await writeFile(path, `${JSON.stringify({ ...record, model, host }, null, 2)}\n`);
}

function damaged(file: string, host: string): LatheError {
  return new LatheError({
    kind: 'job',
    reason: `${file} came from ${host} with another checksum than was stated.`,
    next: 'Build it again there, and see whether its disk or memory is faulty.',
  });
}
