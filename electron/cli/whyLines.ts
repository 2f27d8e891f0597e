// Reasons why a build is not faster, one below the other: cost, what it is, and what to change.
import type { WhyFinding } from '#core/contract/why.ts';
import { formatMs } from '#core/measure/report/units.ts';

const most = 6;
const width = 9;

export function whyLines(findings: readonly WhyFinding[]): string {
  return findings
    .slice(0, most)
    .map(({ ms, text, change }) => {
      const cost = (ms === null ? '' : formatMs(ms)).padStart(width);
      return `${cost}  ${text}${change ? `\n${' '.repeat(width + 2)}→ ${change.text}` : ''}`;
    })
    .join('\n');
}
