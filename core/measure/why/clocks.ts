// Whether the machine was slower in one of the two runs, told by work that both engines do alike.
import type { WhyFinding } from '#core/contract/why.ts';
import type { EngineReport } from '#core/fusion/engine/engineReport.ts';
import { median } from '../percentile.ts';
import { counted, type Facts, msText, type RunState, type Side } from './facts.ts';

/** A run that is slower by more than this is no accident of single layers. */
const suspicious = 1.15;
/** Fewer pairs than this tell nothing. */
const enough = 5;
/** Power cap, slowdown, thermal and brake, as nvml.h numbers its reasons to hold clocks back. */
const throttled = 0x4 | 0x8 | 0x20 | 0x40 | 0x80;

/** How many times as long the other engine's run took for the same work; 1 where they cannot be told apart. */
export function slowdown(base: EngineReport, other: EngineReport): number {
  const ratio = sameWork(base, other)?.ratio ?? 1;
  return ratio > suspicious || ratio < 1 / suspicious ? ratio : 1;
}

export function clocks({ base, other }: Facts): readonly WhyFinding[] {
  const alike = sameWork(base.report, other.report);
  const held = heldBack(base, other);
  if (!alike || (alike.ratio < suspicious && alike.ratio > 1 / suspicious)) return held;
  const slower = alike.ratio > 1 ? other : base;
  const ratio = alike.ratio > 1 ? alike.ratio : 1 / alike.ratio;
  const total = slower.report.totalMs ?? 0;
  const ms = total * (1 - 1 / ratio);
  const gain = slower === other ? `${other.name} would take about` : `${base.name} would take about`;
  const text = `The machine was slower while ${slower.name} was profiled: ${alike.what}, which should take the same time in both, took ${ratio.toFixed(2)} times as long. At equal clocks ${gain} ${msText(total - ms)} instead of ${msText(total)}.`;
  return [
    ...held,
    {
      kind: 'clocks',
      // A slow run of the base hides nothing of the other's time.
      ms: slower === other ? ms : 0,
      text,
      nodes: [],
      change: { text: 'Lock the clocks (nvidia-smi --lock-gpu-clocks), let nothing else run, and profile both again.' },
    },
  ];
}

interface Alike {
  readonly ratio: number;
  readonly what: string;
}

/** The same kernels for the same nodes where there are some; else copies, whose time is that of starting them. */
function sameWork(base: EngineReport, other: EngineReport): Alike | undefined {
  const kernels = new Map(
    base.layers.flatMap(({ kernel, nodes, precision, ms }) =>
      kernel !== '' && nodes.length > 0 && ms ? [[[kernel, precision, ...nodes].join('\n'), ms] as const] : [],
    ),
  );
  const ratios = other.layers.flatMap(({ kernel, nodes, precision, ms }) => {
    const before = kernels.get([kernel, precision, ...nodes].join('\n'));
    return before && ms ? [ms / before] : [];
  });
  if (ratios.length >= enough) return { ratio: median(ratios), what: counted(ratios.length, 'kernel') };
  const copies = ({ layers }: EngineReport) => layers.flatMap(({ role, ms }) => (role === 'copy' && ms ? [ms] : []));
  const [before, after] = [copies(base), copies(other)];
  if (Math.min(before.length, after.length) < enough) return undefined;
  return { ratio: median(after) / median(before), what: `copying constants (${after.length} copies)` };
}

function heldBack(base: Side, other: Side): readonly WhyFinding[] {
  const told = [base, other].flatMap(({ name, state }) => (isThrottled(state) ? [name] : []));
  const [before, after] = [base.state?.megahertz, other.state?.megahertz];
  const lower = before !== undefined && after !== undefined && after < 0.95 * before;
  if (told.length === 0 && !lower) return [];
  const reasons = [...new Set([base, other].flatMap(({ state }) => state?.held ?? []))];
  const parts = [
    ...(told.length > 0
      ? [
          `The driver held clocks back while ${told.join(' and ')} ran${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}.`,
        ]
      : []),
    ...(lower ? [`${other.name} ran at ${after} MHz, ${base.name} at ${before} MHz.`] : []),
  ];
  const total = other.report.totalMs;
  const ms = lower && total !== null ? total * (1 - after / before) : null;
  const change = { text: 'Lock the clocks at a frequency that the cooling holds, and measure again.' };
  return [{ kind: 'clocks', ms, text: parts.join(' '), nodes: [], change }];
}

function isThrottled(state: RunState | undefined): boolean {
  if (state?.held && state.held.length > 0) return true;
  return state?.throttling !== undefined && (state.throttling & throttled) !== 0;
}
