// The forms in which a comparison can be kept.
import type { CompareReport } from '#core/contract/comparison.ts';
import { reportCsv } from '#core/measure/reportCsv.ts';
import { reportHtml } from '#core/measure/reportHtml.ts';
import { reportJson } from '#core/measure/reportJson.ts';

interface Export {
  readonly title: string;
  readonly extension: string;
  readonly type: string;
  write(report: CompareReport): string;
}

export const exports: readonly Export[] = [
  { title: 'HTML, to read and print', extension: 'html', type: 'text/html', write: reportHtml },
  { title: 'CSV, one line a build', extension: 'csv', type: 'text/csv', write: reportCsv },
  { title: 'JSON, everything', extension: 'json', type: 'application/json', write: reportJson },
];
