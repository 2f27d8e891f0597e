// Colours the graph by a figure of each node, which the worker counts.
import { bytes } from '#renderer/format/format.ts';
import { attempt } from '#renderer/store/notices.ts';
import { type HeatMark, heatColour, heatLegend, showHeat } from './heat.ts';
import { operationCount } from './inspector/operationCount.ts';
import { type Metric, metricTitles } from './metric.ts';
import type { SceneMap } from './sceneMap.ts';
import { graphStore } from './store.ts';

/** Nodes of which nothing is known have no colour. */
export async function colourBy(by: Metric | 'operator'): Promise<void> {
  if (by === 'operator') return showHeat(null);
  const { client } = graphStore.getState();
  const found = client && (await attempt(() => client.call('metric', { metric: by })));
  if (!found || graphStore.getState().client !== client) return;
  const most = found.reduce((highest, figure) => Math.max(highest, figure), 0);
  const text = by === 'work' ? operationCount : bytes;
  const mark = (figure: number): HeatMark => ({ colour: heatColour(figure / most), text: text(figure) });
  showHeat({
    id: by,
    title: metricTitles[by],
    nodes: new Map(),
    ofItems: (map) => new Map([...sums(map, found)].map(([item, figure]) => [item, mark(figure)])),
    legend: heatLegend(most, text),
  });
}

/** A folded group has the sum of its nodes. */
function sums({ scene }: SceneMap, figures: Float64Array): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  figures.forEach((figure, node) => {
    const item = scene.itemOf[node] ?? -1;
    if (figure > 0 && item !== -1) found.set(item, (found.get(item) ?? 0) + figure);
  });
  return found;
}
