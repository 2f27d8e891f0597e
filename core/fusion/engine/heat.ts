// What the nodes of the model are coloured by: time, precision, reformats or memory traffic of the layers they run in.
import { type EngineReport, nodesOf, type ReportedLayer } from './engineReport.ts';

export const heatModes = ['time', 'precision', 'reformats', 'traffic'] as const;
export type HeatMode = (typeof heatModes)[number];

export interface NodeHeat {
  /** From 0 (nothing) to 1 (the most of any node); for `precision` always 1. */
  readonly level: number;
  /** Milliseconds, bytes or a count of layers, as `HeatMap.unit` says. */
  readonly value: number;
  /** For `precision` its name. */
  readonly label: string;
}

export interface HeatMap {
  readonly mode: HeatMode;
  readonly unit: 'ms' | 'bytes' | 'count' | 'precision';
  /** The largest value. */
  readonly most: number;
  readonly nodes: ReadonlyMap<string, NodeHeat>;
}

/**
 * A node's value is that of the whole layer that computes it, of all of them where it runs in several: nobody knows how
 * a kernel's time divides among its nodes. Reformats count for the nodes of the layer that they serve.
 */
export function heatMap(report: EngineReport, mode: HeatMode): HeatMap {
  const timed = report.totalMs !== null;
  const values = new Map<string, number>();
  const labels = new Map<string, string>();
  for (const layer of report.layers) {
    const owner = mode === 'reformats' ? served(layer, report) : layer;
    const value = owner && amountOf(layer, mode, timed);
    if (!owner || value === null || value === undefined) continue;
    for (const node of nodesOf(owner)) {
      values.set(node, (values.get(node) ?? 0) + value);
      // Where a kernel computes the node and another converts for it, the first counts.
      if (mode === 'precision' && (layer.role === 'compute' || !labels.has(node))) labels.set(node, layer.precision);
    }
  }
  const most = Math.max(0, ...values.values());
  const entries = [...values].flatMap(([node, value]): [string, NodeHeat][] => {
    if (mode !== 'precision') return [[node, { level: most > 0 ? value / most : 0, value, label: '' }]];
    const label = labels.get(node);
    return label ? [[node, { level: 1, value: 1, label }]] : [];
  });
  return { mode, unit: unitOf(mode, timed), most, nodes: new Map(entries) };
}

function served(layer: ReportedLayer, { layers }: EngineReport): ReportedLayer | undefined {
  if (layer.role !== 'reformat') return undefined;
  return layer.serves === null ? layer : layers[layer.serves];
}

function amountOf(layer: ReportedLayer, mode: HeatMode, timed: boolean): number | null {
  switch (mode) {
    case 'time':
      return layer.ms;
    case 'traffic':
      return layer.bytes;
    case 'precision':
      return 1;
    case 'reformats':
      return timed ? layer.ms : 1;
  }
}

function unitOf(mode: HeatMode, timed: boolean): HeatMap['unit'] {
  if (mode === 'traffic') return 'bytes';
  if (mode === 'precision') return 'precision';
  return mode === 'reformats' && !timed ? 'count' : 'ms';
}
