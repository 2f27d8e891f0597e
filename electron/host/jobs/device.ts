// Which device a target's work occupies: engines on the same device would disturb each other's measurements.
import type { Target } from '#core/contract/target.ts';

export function deviceOf(target: Target): string {
  return target.startsWith('tensorrt') ? 'gpu' : 'cpu';
}

/** The one device of several builds; where they differ, the GPU, which is the scarcer one. */
export function deviceOfAll(targets: readonly Target[]): string {
  return targets.some((target) => deviceOf(target) === 'gpu') ? 'gpu' : 'cpu';
}
