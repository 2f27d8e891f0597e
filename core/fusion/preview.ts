// The fusion preview: which nodes will run as one kernel, which disappear, and what is kept apart, with reasons.
import type { FusionGroup, PreviewReport } from '#core/contract/preview.ts';
import { indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import { byteLength } from '#core/onnx/dataType.ts';
import type { Graph, Shape } from '#core/onnx/model.ts';
import { onnxruntimeRules } from './onnxruntime.ts';
import { removals } from './removal.ts';
import type { Apart, Match } from './rule.ts';
import { tensorrtRules } from './tensorrt.ts';
import { createView, elementCount, type FusionView } from './view.ts';

export interface PreviewInput {
  readonly graph: Graph;
  /** Values of small constants by name (core/fusion/constants). */
  readonly constants: ReadonlyMap<string, readonly number[]>;
  readonly shapeOf: (value: string) => Shape | undefined;
  /** Element type code; 0 where unknown. */
  readonly typeOf: (value: string) => number;
  /** `onnxruntime`, `tensorrt@10.6`, … */
  readonly target: string;
}

/** Predicts the kernels of one graph. Pure and deterministic; linear in the graph for each rule. */
export function previewFusions({ graph, constants, shapeOf, typeOf, target }: PreviewInput): PreviewReport {
  const index = indexGraph(graph);
  const removed = removals(graph, index, shapeOf, typeOf);
  const claimed = new Set<number>();
  const view = createView({
    graph,
    index,
    constants,
    shapeOf,
    claimed,
    removed: new Map([...removed].map(([node, removal]) => [node, removal.becomes])),
  });

  const matches: Match[] = [];
  const aparts: Apart[] = [];
  for (const rule of target.startsWith('tensorrt') ? tensorrtRules : onnxruntimeRules) {
    for (const node of Array.from(view.order)) {
      if (view.claimed(node)) continue;
      const match = rule.match(view, node, (apart) => aparts.push(apart));
      if (!match) continue;
      matches.push(match);
      for (const part of match.nodes) claimed.add(part);
    }
  }
  matches.sort((a, b) => (a.nodes[0] ?? 0) - (b.nodes[0] ?? 0));

  const fused = matches.reduce((sum, match) => sum + match.nodes.length - 1, 0);
  return {
    target,
    groups: matches.map(
      (match, at): FusionGroup => ({
        id: `g${at + 1}`,
        kind: match.kind,
        nodes: match.nodes.map(view.name),
        reason: match.reason,
      }),
    ),
    removed: [...removed].map(([at, removal]) => ({ node: nameAt(graph, at), reason: removal.reason })),
    apart: stillApart(aparts, matches).map((apart) => ({ nodes: apart.nodes.map(view.name), reason: apart.reason })),
    kernelsBefore: graph.nodes.length,
    kernelsAfter: graph.nodes.length - removed.size - fused,
    bytesSaved: bytesSaved(view, matches, removed.keys(), typeOf),
  };
}

/** What a later rule joined after all is not apart; of several reasons for one pair the first stands. */
function stillApart(aparts: readonly Apart[], matches: readonly Match[]): readonly Apart[] {
  const groupOf = new Map(matches.flatMap((match) => match.nodes.map((node) => [node, match] as const)));
  const seen = new Set<string>();
  return aparts.filter(({ nodes }) => {
    const [first, second] = nodes;
    const key = nodes.join(' ');
    if (first === undefined || second === undefined || seen.has(key)) return false;
    seen.add(key);
    return groupOf.get(first) === undefined || groupOf.get(first) !== groupOf.get(second);
  });
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
