// The forms in which a comparison can be kept.
import type { CompareReport } from '#core/contract/comparison.ts';

interface Export {
  readonly title: string;
  readonly extension: string;
  readonly type: string;
  write(report: CompareReport): string;
}

export const exports: readonly Export[] = [
  {
    title: 'JSON, everything',
    extension: 'json',
    type: 'application/json',
    write: (report) => `${JSON.stringify(report, null, 2)}\n`,
  },
];
