// Takes in content that another host sends: PUT /content/<sha256>?bytes=…&offset=….
import type { IncomingMessage } from 'node:http';
import { LatheError } from '#core/contract/failure.ts';
import { contentSchema } from '#core/contract/remote.ts';
import { type ContentStore, contentStore } from '#electron/host/content/contentStore.ts';
import type { Home } from '#electron/host/home.ts';
import { checkRoom } from './room.ts';

/** A sender that is silent for so long has gone. */
const SILENCE_MS = 60_000;

export function serveContent({ content, uploads }: Home): ContentStore {
  return contentStore(content, uploads);
}

/** Resolves to how many bytes are there. Throws LatheError where the address or the content is not what it must be. */
export async function receiveContent(request: IncomingMessage, store: ContentStore, folder: string): Promise<number> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://host');
  const parsed = contentSchema.safeParse({
    sha256: pathname.slice('/content/'.length),
    bytes: Number(searchParams.get('bytes') ?? Number.NaN),
  });
  const offset = Number(searchParams.get('offset') ?? 0);
  if (!parsed.success || !Number.isSafeInteger(offset) || offset < 0) {
    throw new LatheError({
      kind: 'use',
      reason: 'Content is sent to /content/SHA-256?bytes=COUNT&offset=COUNT.',
      next: 'Both hosts must be of the same version of Lathe.',
    });
  }
  await checkRoom(folder, parsed.data.bytes - offset, `the content ${parsed.data.sha256.slice(0, 12)}`);
  request.setTimeout(SILENCE_MS, () => request.destroy(new Error('no data came')));
  return store.append(parsed.data, offset, request.iterator({ destroyOnReturn: false }));
}
