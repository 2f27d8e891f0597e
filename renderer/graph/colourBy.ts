// Colours the graph by a figure of each node, which the worker counts.
import { bytes } from '#renderer/format/format.ts';
import { attempt } from '#renderer/store/notices.ts';
import { type HeatMark, heatColour, heatLegend, showHeat } from './heat.ts';
import { operationCount } from './inspector/operationCount.ts';
import { type Metric, metricTitles } from './metric.ts';
import { graphStore } from './store.ts';

/** Nodes of which nothing is known have no colour. */
export async function colourBy(by: Metric | 'operator'): Promise<void> {
  if (by === 'operator') return showHeat(null);
  const { client } = graphStore.getState();
  const found = client && (await attempt(() => client.call('metric', { metric: by })));
  if (!found || graphStore.getState().client !== client) return;
  const most = found.figures.reduce((highest, figure) => Math.max(highest, figure), 0);
  const text = by === 'work' ? operationCount : bytes;
  const marks = found.names.flatMap((name, place): [string, HeatMark][] => {
    const figure = found.figures[place] ?? 0;
    return figure > 0 ? [[name, { colour: heatColour(figure / most), text: text(figure) }]] : [];
  });
  showHeat({ id: by, title: metricTitles[by], nodes: new Map(marks), legend: heatLegend(most, text) });
}
