// An engine's layers as text: figures, the kernels that take longest, conversions, regions and reasons.
import type { WhyFinding } from '#core/contract/why.ts';
import type { MatchedRegion } from '#core/fusion/engine/matchEngines.ts';
import type { KernelTime } from '#core/fusion/engine/topKernels.ts';
import type { Transition } from '#core/fusion/engine/transitions.ts';
import { formatMs } from '#core/measure/report/units.ts';
import { textTable } from './textTable.ts';
import { whyLines } from './whyLines.ts';

export interface EngineTold {
  readonly kernelCount: number;
  readonly totalMs: number | null;
  readonly coverage: number;
  readonly unmapped: readonly string[];
  readonly kernels: readonly KernelTime[];
  readonly conversions: readonly Transition[];
  readonly regions: readonly MatchedRegion[];
  readonly why: readonly WhyFinding[];
}

interface Words {
  readonly name: string;
  /** The engine that it is held against. */
  readonly base: string | undefined;
  readonly top: number;
}

export function layersText(told: EngineTold, { name, base, top }: Words): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const time = told.totalMs === null ? '' : `, ${formatMs(told.totalMs)} in layers`;
  const parts = [`${name}: ${told.kernelCount} kernels${time}, ${percent(told.coverage)} of the model's nodes traced`];
  if (told.unmapped.length > 0) parts.push(`unmapped: ${told.unmapped.slice(0, top).join(', ')}`);
  parts.push(
    textTable(
      ['', 'share', 'layers', 'works in', 'kernel'],
      told.kernels
        .slice(0, top)
        .map(({ kernel, precision, layers, ms, share }) => [
          ms === null ? '' : formatMs(ms),
          share === null ? '' : percent(share),
          String(layers.length),
          precision,
          kernel,
        ]),
      [0, 1, 2],
    ),
  );
  if (told.conversions.length > 0) {
    const rows = told.conversions.map(({ from, to, count, ms }) => [
      from === to ? `layout of ${from}` : `${from} → ${to}`,
      String(count),
      ms === null ? '' : formatMs(ms),
    ]);
    parts.push(textTable(['conversion', 'count', ''], rows, [1, 2]));
  }
  if (base !== undefined) {
    const rows = told.regions
      .slice(0, top)
      .map(({ nodes, aMs, bMs, deltaMs }) => [
        aMs === null ? '' : formatMs(aMs),
        bMs === null ? '' : formatMs(bMs),
        deltaMs === null ? '' : `${deltaMs < 0 ? '−' : '+'}${formatMs(Math.abs(deltaMs))}`,
        nodes.length > 1 ? `${nodes[0]} and ${nodes.length - 1} more` : (nodes[0] ?? 'the runtime’s own layers'),
      ]);
    parts.push(textTable([base, name, 'difference', 'nodes'], rows, [0, 1, 2]));
    const delta = told.regions.reduce((sum, { deltaMs }) => sum + (deltaMs ?? 0), 0);
    const title = delta < 0 ? `What still holds ${name} back` : `Why ${name} is not faster than ${base}`;
    if (told.why.length > 0) parts.push(`${title}:\n${whyLines(told.why)}`);
  }
  return `${parts.join('\n\n')}\n`;
}
