// The same graph laid out by dagre, with the same boxes and the same free space between them.
import { Graph, layout } from '@dagrejs/dagre';
import { gapBetweenEdges, gapBetweenLayers, gapBetweenNodes, type LayoutInput } from '#core/graph/layout/geometry.ts';
import type { Drawing } from './quality.ts';

export function dagreInput({ widths, heights, from, to }: LayoutInput) {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ nodesep: gapBetweenNodes, edgesep: gapBetweenEdges, ranksep: gapBetweenLayers });
  graph.setDefaultEdgeLabel(() => ({}));
  widths.forEach((width, node) => {
    graph.setNode(String(node), { width, height: heights[node] ?? 0 });
  });
  from.forEach((source, edge) => {
    graph.setEdge({ v: String(source), w: String(to[edge]), name: String(edge) });
  });
  return graph;
}

export function dagreLayout(graph: ReturnType<typeof dagreInput>): void {
  layout(graph);
}

export function dagreDrawing(graph: ReturnType<typeof dagreInput>, { from, to }: LayoutInput): Drawing {
  const pointStarts = new Int32Array(from.length + 1);
  const points: number[] = [];
  from.forEach((source, edge) => {
    const label = graph.edge({ v: String(source), w: String(to[edge]), name: String(edge) });
    for (const { x, y } of label.points ?? []) points.push(x, y);
    pointStarts[edge + 1] = points.length / 2;
  });
  return { pointStarts, points: Float32Array.from(points) };
}
