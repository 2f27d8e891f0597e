// A comparison as JSON, the same text for the same report.
import type { CompareReport } from '#core/contract/comparison.ts';

/** Indented by two spaces, with a line break at the end; `compareReportSchema` reads it back. */
export function reportJson(report: CompareReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
