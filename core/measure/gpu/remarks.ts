// What is to be said beside the figures of GPUs, each sentence once.
import type { GpuTimes } from '#core/contract/gpu.ts';

export interface Remark {
  readonly kind: 'clocks' | 'warning';
  readonly text: string;
  /** The names of the engines that it holds for. */
  readonly of: readonly string[];
}

export function gpuRemarks(
  measured: readonly { readonly name: string; readonly gpu: Pick<GpuTimes, 'sight' | 'warnings'> }[],
): Remark[] {
  const said = measured.flatMap(({ name, gpu }) => [
    ...(gpu.sight ? [{ kind: 'clocks', text: gpu.sight.clocks, name } as const] : []),
    ...gpu.warnings.map((text) => ({ kind: 'warning', text, name }) as const),
  ]);
  return [...Map.groupBy(said, ({ text }) => text).values()].flatMap((same) =>
    same[0] ? [{ kind: same[0].kind, text: same[0].text, of: [...new Set(same.map(({ name }) => name))] }] : [],
  );
}
