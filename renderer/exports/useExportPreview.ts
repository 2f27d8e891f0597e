// What an export would hold, asked anew whenever something about it changes.
import { useEffect, useState } from 'react';
import type { BuildRecord } from '#core/contract/build.ts';
import type { ExportFormat, ExportOptions, ExportPreview } from '#core/contract/export.ts';
import { type Failure, toFailure } from '#core/contract/failure.ts';
import { call } from '#renderer/connection/host.ts';

export type SeenExport =
  | { readonly kind: 'preview'; readonly preview: ExportPreview }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** Null until the first answer; after that the last one until the next has come. */
export function useExportPreview(
  builds: readonly BuildRecord[],
  format: ExportFormat,
  options: ExportOptions,
): SeenExport | null {
  const [seen, setSeen] = useState<SeenExport | null>(null);
  const ids = builds.map(({ id }) => id).join(' ');
  useEffect(() => {
    let wanted = true;
    call('build.exportPreview', { builds: ids.split(' '), format, options }).then(
      (preview) => wanted && setSeen({ kind: 'preview', preview }),
      (thrown: unknown) => wanted && setSeen({ kind: 'failure', failure: toFailure(thrown) }),
    );
    return () => {
      wanted = false;
    };
  }, [ids, format, options]);
  return seen;
}
