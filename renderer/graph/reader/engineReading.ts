// An engine's files read against the open model, and its layers laid out as a graph.
import { LatheError } from '#core/contract/failure.ts';
import { engineGraph } from '#core/fusion/engine/engineGraph.ts';
import type { ReportedLayer } from '#core/fusion/engine/engineReport.ts';
import type { EngineFiles } from '#core/fusion/engine/readEngine.ts';
import { reportEngine } from '#core/fusion/engine/reportEngine.ts';
import { nodeName } from '#core/graph/graphIndex.ts';
import { layoutGraph } from '#core/graph/layout/layout.ts';
import type { EnginePicture, EngineReading } from '../engineReading.ts';
import type { Home } from './home.ts';

export async function engineReading({ model, openExternal }: Home, files: EngineFiles): Promise<EngineReading> {
  const report = await reportEngine(model, files, openExternal).catch((error: unknown) => {
    throw new LatheError({
      kind: 'use',
      reason: `These are not the layers of an engine: ${briefly(error)}`,
      next: 'Choose the JSON that the engine inspector wrote (layers.json, trtexec --exportLayerInfo), and its profile beside it.',
    });
  });
  return {
    report,
    picture: picture(report.layers),
    operators: new Map(model.graph.nodes.map((node) => [nodeName(node), node.opType])),
  };
}

/** A parser of JSON quotes the whole text; its first words are enough. */
function briefly(error: unknown): string {
  const text = error instanceof SyntaxError ? error.message : 'they lack what every inspector writes.';
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

const boxHeight = 34;
const least = 120;
const most = 260;

function picture(layers: readonly ReportedLayer[]): EnginePicture {
  const graph = engineGraph(layers);
  const widths = Float32Array.from(graph.layers, (at) =>
    Math.min(most, Math.max(least, 7 * (layers[at]?.kind.length ?? 0) + 24)),
  );
  const heights = new Float32Array(graph.layers.length).fill(boxHeight);
  const { x, y, width, height, pointStarts, points } = layoutGraph({ widths, heights, from: graph.from, to: graph.to });
  return { ...graph, x, y, widths, heights, width, height, pointStarts, points };
}
