// What makes figures of a GPU say less than they seem to: trtexec's three warnings, and what Lathe adds.
import type { GpuTimes } from '#core/contract/gpu.ts';

type Measured = Omit<GpuTimes, 'warnings' | 'state'>;

/** As trtexec has them since 10 (sampleReporting.cpp). */
const enqueueShare = 0.8;
const mostVariationPercent = 2.5;

export function gpuWarnings({ enqueueMs, computeMs, h2dMs, d2hMs, streams, graph, sight }: Measured): string[] {
  const warnings: string[] = [];
  if (graph.problem !== null)
    warnings.push(`No CUDA graph was launched, although one was asked for: ${graph.problem}.`);
  if (enqueueMs.median > enqueueShare * computeMs.median) {
    const rest = graph.used ? 'use several streams or larger batches.' : 'measure with a CUDA graph (--cuda-graph).';
    warnings.push(
      `The host takes ${ms(enqueueMs.median)} to start an inference and the GPU ${ms(computeMs.median)} to compute it: throughput is bound by the host. To see the GPU’s own time, ${rest}`,
    );
  }
  for (const [words, copy] of [
    ['Copying inputs to the GPU', h2dMs],
    ['Copying outputs from the GPU', d2hMs],
  ] as const) {
    if (copy.median > 0 && copy.median >= computeMs.median) {
      warnings.push(
        `${words} takes ${ms(copy.median)}, computing ${ms(computeMs.median)}: keep data on the GPU, or copy less.`,
      );
    }
  }
  if (computeMs.variationPercent > mostVariationPercent) {
    warnings.push(
      `Computing times vary by ${computeMs.variationPercent.toFixed(1)} % (standard deviation over mean, more than ${mostVariationPercent} %): lock the GPU’s clocks, or measure longer.`,
    );
  }
  if (streams > 1) {
    warnings.push(`${streams} streams share the GPU: latencies include waiting for each other, so compare throughput.`);
  }
  for (const { reason, share } of sight?.throttled ?? []) {
    warnings.push(`The GPU held its clocks back in ${Math.round(100 * share)} % of the looks: ${reason}.`);
  }
  return warnings;
}

function ms(value: number): string {
  return `${value.toPrecision(3)} ms`;
}
