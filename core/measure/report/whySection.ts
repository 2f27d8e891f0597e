// Why builds are not faster, as part of the HTML report.
import type { CompareReport } from '#core/contract/comparison.ts';
import { html, type Markup } from './escape.ts';
import { formatMs } from './units.ts';

export function whySection({ why = [], builds }: CompareReport): Markup | null {
  const told = why.filter(({ findings }) => findings.length > 0);
  if (told.length === 0) return null;
  const name = (id: string) => builds.find((build) => build.id === id)?.precision.toUpperCase() ?? id;
  return html`${told.map(
    ({ build, base, findings }) => html`<h2>Why ${name(build)} is not faster than ${name(base)}</h2>
<p class="quiet">From the layers of both engines and their profiles; costs overlap.</p>
<ul>${findings.map(({ ms, text, change }) => html`<li>${ms === null ? '' : `${formatMs(ms)}: `}${text}${change ? html` <em>${change.text}</em>` : null}</li>`)}</ul>
`,
  )}`;
}
