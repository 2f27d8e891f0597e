// Colours the graph by what each layer alone adds to the error of INT8.
import type { SensitivityResult } from '#core/contract/sensitivity.ts';
import { noiseOf } from '#core/measure/search/weighLayers.ts';
import { percent } from '#renderer/format/format.ts';
import { type HeatSource, heatColour, heatLegend, showHeat } from '#renderer/graph/heat.ts';
import { showTab } from '#renderer/store/view.ts';

export const sensitivityHeatId = 'sensitivity';

/** Shares of the error that all layers together add, their errors taken as independent. */
export function sensitivityHeat({ layers }: SensitivityResult): HeatSource {
  const total = layers.reduce((sum, layer) => sum + noiseOf(layer), 0);
  const share = (noise: number) => (total > 0 ? noise / total : 0);
  const most = Math.max(...layers.map((layer) => share(noiseOf(layer))), Number.MIN_VALUE);
  const text = (value: number) => percent(value, value < 0.1 ? 1 : 0);
  const mark = (own: number) => ({ colour: heatColour(own / most), text: text(own) });
  const figures = new Map(layers.map((layer) => [layer.node, share(noiseOf(layer))]));
  return {
    id: sensitivityHeatId,
    title: 'Share of INT8’s error',
    nodes: new Map([...figures].map(([node, own]) => [node, mark(own)])),
    sums: { figures, mark },
    legend: heatLegend(most, text),
  };
}

export function showOnGraph(result: SensitivityResult): void {
  showHeat(sensitivityHeat(result));
  showTab('graph');
}
