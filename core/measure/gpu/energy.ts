// Energy of an inference on a GPU.
import type { Energy } from '#core/contract/gpu.ts';
import type { GpuTurnLooks } from './gpuLook.ts';

interface Window {
  readonly joules: number;
  readonly ms: number;
}

/**
 * Mean power over the measured turns times the time an inference takes of the wall.
 *
 * The card's counter moves in steps, so a turn's power is taken between the first and the last step seen in it: that
 * window is known to a look, where the turn's own ends would each miss up to a step. Where no turn shows two steps, the
 * power that the card showed is averaged, which lags behind by up to a second on most cards.
 * @param wallMs milliseconds of all turns together. @param count inferences in them.
 * @returns null where neither was told or nothing ran.
 */
export function energyOf(turns: readonly GpuTurnLooks[], wallMs: number, count: number): Energy | null {
  if (count === 0) return null;
  const windows = turns.flatMap((looks) => counterWindow(looks) ?? []);
  const ms = windows.reduce((sum, window) => sum + window.ms, 0);
  if (ms > 0) {
    const watts = (1000 * windows.reduce((sum, { joules }) => sum + joules, 0)) / ms;
    return { joulesPerInference: (watts * wallMs) / 1000 / count, watts, source: 'counter' };
  }
  const powers = turns.flat().flatMap((look) => look.powerWatts ?? []);
  if (powers.length === 0) return null;
  const watts = powers.reduce((sum, power) => sum + power, 0) / powers.length;
  return { joulesPerInference: (watts * wallMs) / 1000 / count, watts, source: 'power' };
}

/** From the first step of the counter to the last one of a turn; undefined where it made fewer than two. */
function counterWindow(looks: GpuTurnLooks): Window | undefined {
  const told = looks.flatMap(({ ms, energyJoules }) => (energyJoules === undefined ? [] : [{ ms, energyJoules }]));
  const steps = told.filter(({ energyJoules }, index) => index > 0 && energyJoules !== told[index - 1]?.energyJoules);
  const [first] = steps;
  const last = steps.at(-1);
  if (!first || !last || last === first) return undefined;
  return { joules: last.energyJoules - first.energyJoules, ms: last.ms - first.ms };
}
