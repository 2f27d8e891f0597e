// An engine's report for tests: layers by what matters to the test, the rest filled in.
import type { EngineReport, ReportedLayer } from '../engineReport.ts';

export type LayerParts = Partial<Omit<ReportedLayer, 'index' | 'share'>>;

export function anEngine(parts: readonly LayerParts[]): EngineReport {
  const timed = parts.some(({ ms }) => typeof ms === 'number');
  const totalMs = parts.reduce((sum, { ms }) => sum + (ms ?? 0), 0);
  return {
    layers: parts.map(
      (part, index): ReportedLayer => ({
        name: part.nodes?.join(' + ') || `layer ${index}`,
        kind: 'CaskConvolution',
        role: 'compute',
        kernel: '',
        precision: 'FP32',
        nodes: [],
        inferred: [],
        inputs: [],
        outputs: [],
        ms: null,
        bytes: null,
        operations: null,
        serves: null,
        ...part,
        index,
        share: typeof part.ms === 'number' && totalMs > 0 ? part.ms / totalMs : null,
      }),
    ),
    totalMs: timed || parts.length === 0 ? totalMs : null,
    runs: timed ? 40 : 0,
    detailed: true,
    coverage: 1,
    named: 1,
    folded: [],
    removed: [],
    unmapped: [],
    strays: [],
  };
}
