// Brings the user's own samples to the host and gives back the data set they became.
import type { DataSet } from '#core/contract/data.ts';
import { platform } from '#renderer/connection/current.ts';
import { call } from '#renderer/connection/host.ts';
import type { Chosen } from '#renderer/connection/platform.ts';
import { beginDataUpload } from '#renderer/store/dataUploads.ts';
import { attempt } from '#renderer/store/notices.ts';

/** Null where the user thought better of it, or it failed (then a notice says why). */
export async function chooseData(what: 'folder' | 'file'): Promise<DataSet | null> {
  const chosen = await attempt(() => platform.pickData(what));
  return chosen && importData(chosen);
}

export function importData(chosen: Chosen): Promise<DataSet | null> {
  return attempt(async () => {
    if (chosen.kind === 'path') return call('data.open', { path: chosen.path });
    const upload = beginDataUpload(chosen.files.length);
    try {
      const path = await platform.importFiles(chosen.files, 'data', upload.progress, upload.signal);
      return await call('data.open', { path });
    } finally {
      upload.end();
    }
  });
}
