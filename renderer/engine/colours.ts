// The engine's figures as colours of the graph.
import type { EngineReport } from '#core/fusion/engine/engineReport.ts';
import { type HeatMode, heatMap } from '#core/fusion/engine/heat.ts';
import { precisionOrder } from '#core/fusion/engine/layerPrecision.ts';
import { bytes, count, latency } from '#renderer/format/format.ts';
import { type HeatMark, type HeatSource, heatColour, heatLegend, heatStore, showHeat } from '#renderer/graph/heat.ts';
import { engineStore, shownEngine } from './engines.ts';

export const colourNames: Readonly<Record<HeatMode, string>> = {
  time: 'Time',
  precision: 'Precision used',
  reformats: 'Reformats',
  traffic: 'Memory traffic',
};

const titles: Readonly<Record<HeatMode, string>> = {
  time: 'Time of the layer that computes the node',
  precision: 'Precision that the layer works in',
  reformats: 'Conversions around the node’s layer',
  traffic: 'Bytes that the node’s layer reads and writes',
};

const worksIn = ['FP32', 'TF32', 'FP16', 'BF16', 'INT8', 'FP8'];

/** A variable of families.css without its dashes. */
export function worksColour(precision: string): string {
  return worksIn.includes(precision) ? `works-${precision.toLowerCase()}` : 'works-other';
}

export function heatSource(report: EngineReport, mode: HeatMode): HeatSource {
  const { nodes, most, unit } = heatMap(report, mode);
  const text = (value: number) => (unit === 'bytes' ? bytes(value) : unit === 'count' ? count(value) : latency(value));
  const marks = [...nodes].map(([node, { level, value, label }]): [string, HeatMark] => [
    node,
    mode === 'precision'
      ? { colour: worksColour(label), text: label }
      : { colour: heatColour(level), text: text(value) },
  ]);
  return {
    id: `engine ${mode}`,
    title: titles[mode],
    nodes: new Map(marks),
    legend: most === 0 ? nothing : mode === 'precision' ? precisions(marks) : heatLegend(most, text),
  };
}

function precisions(marks: readonly (readonly [string, HeatMark])[]): readonly HeatMark[] {
  const found = new Map(marks.map(([, mark]) => [mark.text, mark]));
  return [...found.values()].sort((a, b) => precisionOrder.indexOf(a.text) - precisionOrder.indexOf(b.text));
}

const nothing: readonly HeatMark[] = [{ colour: 'heat-0', text: 'nothing to show in this engine' }];

/** Null colours by operator again. */
export function colourBy(colour: HeatMode | null): void {
  engineStore.setState({ colour });
}

engineStore.subscribe((state, before) => {
  const engine = shownEngine(state);
  if (state.colour === before.colour && engine === shownEngine(before)) return;
  if (engine && state.colour) showHeat(heatSource(engine.reading.report, state.colour));
  else if (heatStore.getState().source?.id.startsWith('engine ')) showHeat(null);
});

// Somebody else colours the graph now.
heatStore.subscribe(({ source }) => {
  if (!source?.id.startsWith('engine ') && engineStore.getState().colour !== null)
    engineStore.setState({ colour: null });
});
