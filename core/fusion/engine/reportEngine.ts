// From the opened model and an engine's files to the engine's report.
import { nodeCost } from '#core/graph/flops.ts';
import { indexGraph } from '#core/graph/graphIndex.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { Graph, Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { readLayers } from '../inspector/readLayers.ts';
import { removals } from '../removal.ts';
import type { EngineReport } from './engineReport.ts';
import { type EngineFiles, readEngine } from './readEngine.ts';

/**
 * Operations and traffic are those of the shapes that the engine runs with, as its bindings state them.
 *
 * @throws SyntaxError or ZodError where a file is not what it should be.
 */
export async function reportEngine(
  model: Model,
  files: EngineFiles,
  openExternal?: OpenExternal,
): Promise<EngineReport> {
  const { graph } = model;
  const dimensions = engineDimensions(graph, files.layers);
  const shapes = await inferShapes(model, { dimensions, ...(openExternal ? { openExternal } : {}) });
  const index = indexGraph(graph);
  const removed = removals(
    graph,
    index,
    (value) => shapes.tensor(value)?.shape,
    (value) => shapes.tensor(value)?.elementType ?? 0,
  );
  const operations = (at: number) => {
    const node = graph.nodes[at];
    const cost = node && nodeCost(node, index, shapes);
    return cost?.macs === undefined ? undefined : cost.macs * (cost.fused ? 2 : 1);
  };
  return readEngine({ graph, index, removed, operations }, files);
}

/** What the model's dynamic dimensions are in the engine: its size where a layer reads the input, else 1. */
export function engineDimensions(graph: Graph, layers: string): Readonly<Record<string, number>> {
  const read = new Map(readLayers(layers).layers.flatMap(({ inputs }) => inputs.map(({ name, dims }) => [name, dims])));
  const found: Record<string, number> = {};
  for (const { name, type } of graph.inputs) {
    if (type?.kind !== 'tensor') continue;
    const dims = read.get(name);
    type.shape?.forEach((size, axis) => {
      if (typeof size !== 'string') return;
      const known = dims?.length === type.shape?.length ? dims?.[axis] : undefined;
      found[size] = known !== undefined && known > 0 ? known : (found[size] ?? 1);
    });
  }
  return found;
}
