// What every reason is looked for in: two engines of one model, and what is known beside their layers.
import type { Precision } from '#core/contract/recipe.ts';
import type { EngineReport, ReportedLayer } from '#core/fusion/engine/engineReport.ts';
import { nodesOf } from '#core/fusion/engine/engineReport.ts';
import type { MatchedRegion } from '#core/fusion/engine/matchEngines.ts';

export interface RunState {
  /** Megahertz of the processor while it was measured. */
  readonly megahertz?: number | undefined;
  /** NVML's bits of why clocks are held back, at the end of the measurement. */
  readonly throttling?: number | undefined;
  /** The driver's reasons while it was measured. */
  readonly held?: readonly string[] | undefined;
}

export interface Side {
  readonly report: EngineReport;
  /** As people call it: `FP32`, `INT8`. */
  readonly name: string;
  /** The precision that was asked for; null where nobody knows, as for a colleague's files. */
  readonly precision: Precision | null;
  readonly state?: RunState | undefined;
}

export interface Facts {
  readonly base: Side;
  readonly other: Side;
  readonly regions: readonly MatchedRegion[];
  /** How many times as long the other engine's run took for work that is the same in both; 1 where that is not known. */
  readonly slowdown: number;
  /** The operator of a node of the model; '' for a node that is not in it. */
  readonly operator: (node: string) => string;
}

const multiplying = /^(Conv|ConvTranspose|Gemm|MatMul|Einsum|Attention|FusedConv|LSTM|GRU)$/;

/** Nodes whose precision decides how fast the layer is. */
export function multiplyingNodes(layer: ReportedLayer, operator: Facts['operator']): readonly string[] {
  return nodesOf(layer).filter((node) => multiplying.test(operator(node)));
}

/** Of the engine's time. */
export function percentOf(ms: number, { totalMs }: EngineReport): string {
  return totalMs ? `${Math.max(1, Math.round((100 * ms) / totalMs))} %` : '';
}

/** Milliseconds as text: three digits that matter, microseconds below one tenth. */
export function msText(ms: number): string {
  return Math.abs(ms) < 0.1 ? `${(1000 * ms).toPrecision(3)} µs` : `${ms.toPrecision(3)} ms`;
}

export function sumMs(layers: readonly ReportedLayer[]): number {
  return layers.reduce((sum, { ms }) => sum + (ms ?? 0), 0);
}

export function byTime(layers: readonly ReportedLayer[]): readonly ReportedLayer[] {
  return layers.toSorted((a, b) => (b.ms ?? 0) - (a.ms ?? 0));
}

/** The layer that a reformat serves. */
export function servedBy(layer: ReportedLayer, { layers }: EngineReport): ReportedLayer | undefined {
  return layer.serves === null ? undefined : layers[layer.serves];
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
