// The preview of a rewritten model in nodes of the model as it was opened, with the conversions that the build puts in.
import type { FusionGroup, PredictedReformat, PreviewReport } from '#core/contract/preview.ts';
import { nodeName } from '#core/graph/graphIndex.ts';
import type { Graph } from '#core/onnx/model.ts';
import type { Prediction } from '../predict.ts';
import type { OriginalPrediction } from './inOriginal.ts';
import { isQuantizer } from './origins.ts';
import type { Rewritten } from './rewrittenFor.ts';

export interface RewrittenParts {
  readonly rewritten: Rewritten;
  /** Of the rewritten model, and its report. */
  readonly prediction: Prediction;
  readonly report: PreviewReport;
  readonly own: OriginalPrediction;
}

export function rewrittenReport(graph: Graph, { rewritten, prediction, report, own }: RewrittenParts): PreviewReport {
  const name = (at: number) => {
    const node = graph.nodes[at];
    return node ? nodeName(node) : '';
  };
  const known = new Set(graph.nodes.map(nodeName));
  const kept = rewritten.kept.map(({ node, reason }) => ({
    nodes: [node],
    reason: `${node} stays in floating point: ${reason}.`,
  }));
  return {
    ...report,
    groups: own.matches.map(({ kind, nodes, reason, from }, at): FusionGroup => {
      const found = report.groups[from];
      const whole = { id: `g${at + 1}`, kind, nodes: nodes.map(name), reason };
      return found ? { ...found, ...whole } : { ...whole, precision: 'fp32' };
    }),
    removed: [...own.removed].map(([at, { reason }]) => ({ node: name(at), reason })),
    apart: [...kept, ...own.apart.map(({ nodes, reason }) => ({ nodes: nodes.map(name), reason }))],
    kernelsBefore: graph.nodes.length,
    reformats: [
      ...conversions(prediction, (node) => rewritten.origins[node]?.map(name)[0]),
      ...(report.reformats ?? [])
        .filter(({ before }) => before === '' || known.has(before))
        .map((one) => ofOriginal(prediction.view, one)),
    ],
  };
}

/** Quantizers that no 8-bit kernel takes: each is a pass over its tensor. */
function conversions(
  { view, matches, removed }: Prediction,
  original: (node: number) => string | undefined,
): PredictedReformat[] {
  const wide = view.target.backend === 'onnxruntime' ? 'fp32' : view.target.other;
  const grouped = new Set(matches.flatMap(({ nodes, copied = [] }) => [...nodes, ...copied]));
  return Array.from(view.order).flatMap((at) => {
    const node = view.nodes[at];
    if (node === undefined || !isQuantizer(node) || grouped.has(at) || removed.has(at)) return [];
    if (view.isConstant(view.input(at, 0))) return [];
    const quantizes = node.opType === 'QuantizeLinear';
    const quantizer = quantizes ? at : (view.producer(view.input(at, 0)) ?? at);
    const tensor = view.input(quantizer, 0);
    const before =
      readers(view, at)
        .map(original)
        .find((name) => name !== undefined) ?? '';
    const [from, to] = quantizes ? [wide, 'int8'] : ['int8', wide];
    const where = before === '' ? 'for the output' : `before ${before}`;
    return [{ tensor, before, from, to, reason: `${tensor} is converted from ${from} to ${to} ${where}.` }];
  });
}

/** Of the value that the rewrite quantizes and dequantizes. */
function ofOriginal(view: Prediction['view'], reformat: PredictedReformat): PredictedReformat {
  let tensor = reformat.tensor;
  for (let at = view.producer(tensor); at !== undefined; at = view.producer(tensor)) {
    const node = view.nodes[at];
    if (node === undefined || !isQuantizer(node)) break;
    tensor = view.input(at, 0);
  }
  return { ...reformat, tensor, reason: reformat.reason.replace(reformat.tensor, () => tensor) };
}

/** Of a quantizer, what reads through its dequantizers. */
function readers(view: Prediction['view'], at: number): readonly number[] {
  return view.readers(at).flatMap((reader) => {
    const node = view.nodes[reader];
    return node && isQuantizer(node) ? view.readers(reader) : [reader];
  });
}
