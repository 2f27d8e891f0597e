// Brings the user's own samples to the host and gives back the data set they became.
import type { DataSet } from '#core/contract/data.ts';
import { platform } from '#renderer/connection/current.ts';
import { call } from '#renderer/connection/host.ts';
import type { Chosen, Sent } from '#renderer/connection/platform.ts';
import { attempt } from '#renderer/store/notices.ts';

/** Null where the user thought better of it, or it failed (then a notice says why). */
export async function chooseData(what: 'folder' | 'file', progress: (sent: Sent) => void): Promise<DataSet | null> {
  const chosen = await attempt(() => platform.pickData(what));
  return chosen && importData(chosen, progress);
}

export function importData(chosen: Chosen, progress: (sent: Sent) => void): Promise<DataSet | null> {
  return attempt(async () => {
    const path =
      chosen.kind === 'path'
        ? chosen.path
        : await platform.importFiles(chosen.files, 'data', progress, new AbortController().signal);
    return call('data.open', { path });
  });
}
