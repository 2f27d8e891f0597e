// Puts 8 bits into a graph and the bodies inside it, each placed by itself.
import { nodeName } from '#core/graph/graphIndex.ts';
import type { Graph, Node } from '#core/onnx/model.ts';
import type { FreshName } from '../freshNames.ts';
import { type GraphLevel, isControl, levelInside } from '../graphLevels.ts';
import type { KeptNode } from '../keep.ts';
import { mapSubgraphs } from '../mapSubgraphs.ts';
import type { WeightForm } from './constantInserter.ts';
import { insertQdq } from './insertQdq.ts';
import type { ScaleRun } from './productScales.ts';

/** What is decided of one graph. */
export type LevelRun = ScaleRun;

export interface QuantizeRun {
  /** What is quantized in a graph, and by which scales. */
  placed(level: GraphLevel): LevelRun;
  readonly form: WeightForm;
  /** Of the whole model: a name inside a body must not hide one around it. */
  readonly names: FreshName;
}

export interface QuantizedGraph {
  readonly graph: Graph;
  readonly quantized: readonly string[];
  readonly kept: readonly KeptNode[];
}

export async function quantizeLevel(level: GraphLevel, run: QuantizeRun): Promise<QuantizedGraph> {
  const { placement, quantizations, ...rest } = run.placed(level);
  const quantized: string[] = [];
  const kept: KeptNode[] = [...placement.kept];
  const nodes: Node[] = [];
  for (const [place, node] of level.graph.nodes.entries()) {
    const rewritten = isControl(node)
      ? await mapSubgraphs(node, async (body, attribute) => {
          const inside = await quantizeLevel(levelInside(level, node, attribute, body), run);
          quantized.push(...inside.quantized);
          kept.push(...inside.kept);
          return inside.graph;
        })
      : node;
    nodes.push(rewritten);
    if (placement.nodes.has(place)) quantized.push(nodeName(node));
  }
  const model = { ...rest.model, graph: { ...level.graph, nodes } };
  const { form, names } = run;
  return { graph: await insertQdq(model, placement, quantizations, { ...rest, form, names }), quantized, kept };
}
