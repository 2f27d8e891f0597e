// An engine's kernels by the time they take, layers that run the same kernel counted together.
import type { EngineReport } from './engineReport.ts';

export interface KernelTime {
  /** The kernel's name; the layer's kind where the engine names no kernel. */
  readonly kernel: string;
  readonly precision: string;
  /** Places of the layers that run it, the longest first. */
  readonly layers: readonly number[];
  readonly ms: number | null;
  /** Of the engine's time, 0 to 1. */
  readonly share: number | null;
}

/** The longest first; without times those that run most often. Constants and what does nothing are left out. */
export function topKernels({ layers, totalMs }: Pick<EngineReport, 'layers' | 'totalMs'>): readonly KernelTime[] {
  const running = layers.filter(({ role }) => role !== 'constant' && role !== 'idle');
  const found = Map.groupBy(running, ({ kernel, kind, precision }) => `${kernel || kind}\n${precision}`);
  return [...found.values()]
    .map((same): KernelTime => {
      const [first] = same;
      const ms = totalMs === null ? null : same.reduce((sum, layer) => sum + (layer.ms ?? 0), 0);
      return {
        kernel: first?.kernel || first?.kind || '',
        precision: first?.precision ?? '',
        layers: same.toSorted((a, b) => (b.ms ?? 0) - (a.ms ?? 0)).map(({ index }) => index),
        ms,
        share: ms === null || !totalMs ? null : ms / totalMs,
      };
    })
    .sort((a, b) => (b.ms ?? 0) - (a.ms ?? 0) || b.layers.length - a.layers.length);
}
