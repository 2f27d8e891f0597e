// What was seen of a GPU over all turns of an engine: ranges of readings, throttling, and whether clocks were steady.
import type { GpuSight, Reading } from '#core/contract/gpu.ts';
import type { GpuLook, GpuTurnLooks } from './gpuLook.ts';
import { throttleReasons } from './throttleReasons.ts';

const shown = [
  'powerWatts',
  'graphicsMegahertz',
  'memoryMegahertz',
  'celsius',
  'utilizationPercent',
  'memoryUsedBytes',
] as const;

/** A clock that moves by less is called steady: one step of an H100's graphics clock is 15 MHz. */
const steadyMegahertz = 15;

/** Null where nothing was seen. */
export function gpuSight(turns: readonly GpuTurnLooks[]): GpuSight | null {
  const looks = turns.flat();
  if (looks.length === 0) return null;
  const readings = shown.flatMap((name) => {
    const found = reading(looks.flatMap((look) => look[name] ?? []));
    return found ? [[name, found] as const] : [];
  });
  return {
    looks: looks.length,
    readings: Object.fromEntries(readings),
    throttled: throttled(looks),
    clocks: clocks(looks),
  };
}

function reading(values: readonly number[]): Reading | undefined {
  if (values.length === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { min: Math.min(...values), mean, max: Math.max(...values) };
}

function throttled(looks: readonly GpuLook[]): GpuSight['throttled'] {
  const told = looks.flatMap((look) => look.throttleReasons ?? []);
  const counts = Map.groupBy(told.flatMap(throttleReasons), (reason) => reason);
  return [...counts].map(([reason, times]) => ({ reason, share: times.length / told.length }));
}

/** NVML does not tell whether clocks are locked: what can be seen is whether they moved, and what applications are set to. */
function clocks(looks: readonly GpuLook[]): string {
  const seen = reading(looks.flatMap((look) => look.graphicsMegahertz ?? []));
  if (!seen) return 'The driver does not tell its clocks.';
  const last = looks.findLast((look) => look.highestGraphicsMegahertz !== undefined);
  const highest = last?.highestGraphicsMegahertz;
  const set = last?.applicationGraphicsMegahertz;
  const of = highest === undefined ? '' : ` of at most ${highest} MHz`;
  const application = set === undefined || set === highest ? '' : `; applications are set to ${set} MHz`;
  return seen.max - seen.min <= steadyMegahertz
    ? `Clocks were steady at ${seen.max} MHz${of}${application}.`
    : `Clocks moved between ${seen.min} and ${seen.max} MHz${of}${application}: lock them (nvidia-smi -lgc) for figures that repeat.`;
}
