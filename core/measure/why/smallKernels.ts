// Kernels that no precision makes faster: their time is that of starting them, or of waiting for memory (a roofline).
import type { WhyFinding } from '#core/contract/why.ts';
import { nodesOf, type ReportedLayer } from '#core/fusion/engine/engineReport.ts';
import { percentile } from '../percentile.ts';
import { byTime, type Facts, msText, percentOf, sumMs } from './facts.ts';
import { gain } from './precision.ts';

/** A kernel within this factor of the shortest ones does next to nothing but start. */
const nearFloor = 2;

/**
 * The roofs are the engine's own: the highest rate of operations and of bytes that any of its layers reached (Williams,
 * Waterman and Patterson, 2009). A kernel left of the ridge between them waits for memory.
 */
export function smallKernels({ base, other }: Facts): readonly WhyFinding[] {
  const { report, name } = other;
  const running = report.layers.filter(
    ({ ms, role }) => ms !== null && ms > 0 && role !== 'constant' && role !== 'idle',
  );
  if (report.totalMs === null || running.length < 8) return [];
  const floor = percentile(
    running.map(({ ms }) => ms ?? 0).toSorted((a, b) => a - b),
    5,
  );
  const small = byTime(running.filter(({ ms }) => (ms ?? 0) <= nearFloor * floor));
  const rest = running.filter((layer) => layer.role === 'compute' && (layer.ms ?? 0) > nearFloor * floor);
  const waiting = rest.filter((layer) => isLeftOf(ridge(running), layer));
  const ms = sumMs(small);
  if (small.length === 0) return [];
  const memory =
    waiting.length > 0
      ? ` ${whichOf(waiting.length, rest.length)} for memory rather than arithmetic (${msText(sumMs(waiting))}): it takes smaller tensors to shorten them.`
      : '';
  const factor = gain(base.precision ?? 'fp32', other.precision ?? base.precision ?? 'fp32');
  // Where no narrower type was asked for, all of it is time that cannot be shortened.
  const missed = factor > 1 ? ms * (1 - 1 / factor) : ms;
  return [
    {
      kind: 'small-kernels',
      ms: missed,
      text: `${small.length} of ${running.length} kernels take little more than the shortest (${msText(floor)}), mostly the time to start one: ${msText(ms)} (${percentOf(ms, report)} of ${name}) that no precision shortens.${memory}`,
      nodes: [...new Set(small.flatMap(nodesOf))],
      change: {
        text: 'Give each kernel more to do: a larger batch in the shape profile, or several requests at once; on a GPU, CUDA graphs shorten the starts.',
      },
    },
  ];
}

function whichOf(some: number, all: number): string {
  if (some === all) return all === 1 ? 'The longer one waits' : `All ${all} longer ones wait`;
  return `Of the ${all} longer ones ${some} ${some === 1 ? 'waits' : 'wait'}`;
}

/** Operations a byte from which on arithmetic is the limit; undefined where nothing is known. */
function ridge(layers: readonly ReportedLayer[]): number | undefined {
  const best = (of: 'operations' | 'bytes') =>
    Math.max(0, ...layers.map((layer) => (layer.ms ? (layer[of] ?? 0) / layer.ms : 0)));
  const [operations, bytes] = [best('operations'), best('bytes')];
  return operations > 0 && bytes > 0 ? operations / bytes : undefined;
}

function isLeftOf(at: number | undefined, { operations, bytes }: ReportedLayer): boolean {
  return at !== undefined && operations !== null && bytes !== null && bytes > 0 && operations / bytes < at;
}
