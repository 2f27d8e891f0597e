// Serves the built renderer under an address of its own, so that the content policy and modules work as on the web.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol } from 'electron';
import { findPage } from '#electron/host/pageFile.ts';
import { securityHeaders } from '#electron/host/pageHeaders.ts';
import { latheRoot } from '#electron/host/version.ts';

const SCHEME = 'lathe';
const HOST = 'app';

export const startPage = `${SCHEME}://${HOST}/index.html`;

/** Before the app is ready. */
export function declarePages(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Once the app is ready. */
export function servePages(root: string = join(latheRoot, 'renderer', 'dist')): void {
  protocol.handle(SCHEME, async (request) => {
    const page = isPage(request.url) ? await findPage(root, new URL(request.url).pathname) : undefined;
    if (!page) return new Response('There is no such page.', { status: 404 });
    const headers = { ...securityHeaders([]), 'Content-Type': page.type, 'Cache-Control': 'no-store' };
    return new Response(new Uint8Array(await readFile(page.path)), { headers });
  });
}

/** An address that this window may show and that may speak over IPC. */
export function isPage(address: string): boolean {
  try {
    const { protocol: scheme, hostname } = new URL(address);
    return scheme === `${SCHEME}:` && hostname === HOST;
  } catch {
    return false;
  }
}
