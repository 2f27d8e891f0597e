// The fusion preview: which nodes will run as one kernel, which disappear, and what is kept apart, with reasons.
import type { FusionGroup, PreviewReport } from '#core/contract/preview.ts';
import type { OtherPrecision, Precision } from '#core/contract/recipe.ts';
import { nodeName } from '#core/graph/graphIndex.ts';
import { byteLength, dataTypeName } from '#core/onnx/dataType.ts';
import type { Graph } from '#core/onnx/model.ts';
import { type Prediction, type PredictionInput, predictFusions } from './predict.ts';
import type { Match } from './rule.ts';
import { fusionTarget } from './target.ts';
import { groupPrecision } from './tensorrt/groupPrecision.ts';
import { elementCount, type FusionView } from './view.ts';

export interface PreviewInput extends Omit<PredictionInput, 'target'> {
  /** `onnxruntime`, `tensorrt@10.6`, … */
  readonly target: string;
  readonly precision?: Precision;
  /** What a quantized build leaves in. */
  readonly otherPrecision?: OtherPrecision | undefined;
}

/** Predicts the kernels of one graph. Pure and deterministic. */
export function previewFusions(input: PreviewInput): PreviewReport {
  const prediction = predictFusions({
    ...input,
    target: fusionTarget(input.target, input.precision, input.otherPrecision),
  });
  return previewReport(input, prediction);
}

/** A prediction in the contract's words. */
export function previewReport(
  { graph, target, typeOf }: Pick<PreviewInput, 'graph' | 'target' | 'typeOf'>,
  prediction: Prediction,
): PreviewReport {
  const { matches, apart, removed, view } = prediction;
  const fused = matches.reduce((sum, match) => sum + match.nodes.length - 1, 0);
  const stops = stoppedBy(prediction);
  return {
    target,
    groups: matches.map(
      (match, at): FusionGroup => ({
        id: `g${at + 1}`,
        kind: match.kind,
        nodes: match.nodes.map(view.name),
        reason: match.reason,
        precision: precisionOf(view, match),
        stopped: [...(stops.get(match) ?? [])],
      }),
    ),
    removed: [...removed].map(([at, removal]) => ({ node: nameAt(graph, at), reason: removal.reason })),
    apart: apart.map(({ nodes, reason }) => ({ nodes: nodes.map(view.name), reason })),
    kernelsBefore: graph.nodes.length,
    kernelsAfter: graph.nodes.length - removed.size - fused,
    bytesSaved: bytesSaved(view, matches, removed.keys(), typeOf),
    reformats: [...prediction.reformats],
  };
}

/** ONNX Runtime computes in the types that the model states. */
function precisionOf(view: FusionView, { nodes }: Match): string {
  if (view.target.backend !== 'onnxruntime') return groupPrecision(view, nodes);
  if (nodes.some((node) => view.operator(node) === 'DequantizeLinear')) return 'int8';
  const type = view.type(view.nodes[nodes.at(-1) ?? -1]?.outputs[0] ?? '');
  return type === 0 || type === 1 ? 'fp32' : type === 10 ? 'fp16' : dataTypeName(type);
}

/** For each group the reasons of the pairs that hold one of its nodes. */
function stoppedBy({ matches, apart }: Prediction): ReadonlyMap<Match, readonly string[]> {
  const groupOf = new Map(matches.flatMap((match) => match.nodes.map((node) => [node, match] as const)));
  const reasons = new Map<Match, string[]>();
  for (const { nodes, reason } of apart) {
    for (const match of new Set(nodes.flatMap((node) => groupOf.get(node) ?? [])))
      reasons.set(match, [...(reasons.get(match) ?? []), reason]);
  }
  return reasons;
}

/** Outputs that only their own group reads, and outputs of nodes that disappear although they were activations. */
function bytesSaved(
  view: FusionView,
  matches: readonly Match[],
  removed: Iterable<number>,
  typeOf: (value: string) => number,
): number {
  let bytes = 0;
  const add = (value: string | undefined) => {
    if (value) bytes += byteLength(typeOf(value) || 1, elementCount(view.shape(value)));
  };
  for (const { nodes } of matches) {
    const inside = new Set(nodes);
    for (const node of nodes) {
      const readers = view.readers(node);
      if (readers.length > 0 && !view.isOutput(node) && readers.every((reader) => inside.has(reader)))
        view.nodes[node]?.outputs.forEach(add);
    }
  }
  for (const node of removed) {
    const output = view.nodes[node]?.outputs[0] ?? '';
    if (!view.isConstant(output)) add(output);
  }
  return bytes;
}

function nameAt(graph: Graph, at: number): string {
  const node = graph.nodes[at];
  return node ? nodeName(node) : '';
}
