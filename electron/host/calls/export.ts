// Calls that hand builds over to other engines.
import { exportFiles } from '../export/exportFiles.ts';
import { previewExport } from '../export/previewExport.ts';
import { writeExport } from '../export/writeExport.ts';
import { zipExport } from '../export/zipExport.ts';
import type { Calls } from './calls.ts';
import { admit } from './calls.ts';

export const exportCalls: Calls<'build.export' | 'build.exportPreview' | 'build.exportArchive'> = {
  async 'build.export'({ builds, format, options, out }, { parts, ports }) {
    admit(out, ports);
    const records = builds.map((id) => parts.builds.get(id));
    return writeExport(await exportFiles(records, format, options, parts.lathe), out);
  },
  'build.exportPreview': ({ builds, format, options }, { parts }) =>
    previewExport(
      builds.map((id) => parts.builds.get(id)),
      format,
      options,
      parts.lathe,
    ),
  async 'build.exportArchive'({ builds, format, options }, { parts }) {
    const records = builds.map((id) => parts.builds.get(id));
    const exported = await exportFiles(records, format, options, parts.lathe);
    return zipExport({ ...exported, files: [...exported.files, ...notesFile(exported.notes)] });
  },
};

/** What a terminal prints goes into the archive. */
function notesFile(notes: readonly string[]) {
  const text = `${notes.join('\n\n')}\n`;
  return notes.length === 0 ? [] : [{ path: 'NOTES.txt', text, bytes: Buffer.byteLength(text) }];
}
