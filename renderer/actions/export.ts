// Hands builds over as an archive that the user keeps.
import type { BuildRecord } from '#core/contract/build.ts';
import type { ExportFormat, ExportOptions } from '#core/contract/export.ts';
import { platform } from '#renderer/connection/current.ts';
import { call } from '#renderer/connection/host.ts';
import { attempt } from '#renderer/store/notices.ts';

export async function exportBuilds(
  builds: readonly BuildRecord[],
  format: ExportFormat,
  options: ExportOptions,
): Promise<void> {
  const [first] = builds;
  if (!first) return;
  await attempt(async () => {
    const ids = builds.map(({ id }) => id);
    const bytes = await call('build.exportArchive', { builds: ids, format, options });
    const stem = first.modelName.replace(/\.onnx$/i, '');
    const precision = builds.length === 1 ? `-${first.precision}` : '';
    await platform.save(`${stem}${precision}-${format}.zip`, bytes, 'application/zip');
  });
}
