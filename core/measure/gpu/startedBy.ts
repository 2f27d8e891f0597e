// How inferences of a measurement were started on a GPU, in words.
import type { GpuTimes } from '#core/contract/gpu.ts';

/** `enqueue`, `CUDA graph, 2 streams`. */
export function startedBy({ graph, streams }: Pick<GpuTimes, 'graph' | 'streams'>): string {
  const how = graph.used ? 'CUDA graph' : 'enqueue';
  return streams > 1 ? `${how}, ${streams} streams` : how;
}
