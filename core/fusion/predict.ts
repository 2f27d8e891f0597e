// Applies a runtime's rules to one graph: which nodes become one kernel, which disappear, and what is kept apart.
import type { PredictedReformat } from '#core/contract/preview.ts';
import { type GraphIndex, indexGraph } from '#core/graph/graphIndex.ts';
import type { Graph, Shape } from '#core/onnx/model.ts';
import { onnxruntimeRules } from './onnxruntime.ts';
import { type Removal, removals } from './removal.ts';
import type { Apart, Match } from './rule.ts';
import type { FusionTarget } from './target.ts';
import { eliminated } from './tensorrt/elimination.ts';
import { keptByTensorrt } from './tensorrt/folding.ts';
import { erasedPairs } from './tensorrt/propagation.ts';
import { withQuantizers } from './tensorrt/quantizers.ts';
import { predictedReformats } from './tensorrt/reformats.ts';
import { tensorrtRules } from './tensorrt/rules.ts';
import { createView, type FusionView } from './view.ts';

export interface PredictionInput {
  readonly graph: Graph;
  /** Values of small constants by name (core/fusion/constants). */
  readonly constants: ReadonlyMap<string, readonly number[]>;
  readonly shapeOf: (value: string) => Shape | undefined;
  /** Element type code; 0 where unknown. */
  readonly typeOf: (value: string) => number;
  readonly target: FusionTarget;
}

export interface Prediction {
  readonly index: GraphIndex;
  readonly view: FusionView;
  readonly removed: ReadonlyMap<number, Removal>;
  /** In the order of their first nodes; no node is in two. */
  readonly matches: readonly Match[];
  /** Only pairs that no rule joined in the end. */
  readonly apart: readonly Apart[];
  /** Conversions between kernels; none are known of ONNX Runtime. */
  readonly reformats: readonly PredictedReformat[];
}

/** Pure and deterministic; linear in the graph for each rule. */
export function predictFusions({ graph, constants, shapeOf, typeOf, target }: PredictionInput): Prediction {
  const index = indexGraph(graph);
  const isTensorrt = target.backend !== 'onnxruntime';
  const removed = new Map([
    ...removals(graph, index, shapeOf, typeOf, isTensorrt ? { kept: keptByTensorrt } : { constants }),
    ...(isTensorrt ? erasedPairs(graph, index) : []),
  ]);
  const groupOf = new Map<number, number>();
  const kinds: string[] = [];
  const view = createView({
    graph,
    index,
    constants,
    shapeOf,
    typeOf,
    target,
    groupOf,
    kinds,
    removed: new Map([...removed].map(([node, removal]) => [node, removal.becomes])),
  });

  const matches: Match[] = [];
  const aparts: Apart[] = [];
  const stopped = (apart: Apart) => aparts.push(apart);
  const take = (match: Match) => {
    for (const part of match.nodes) groupOf.set(part, matches.length);
    matches.push(match);
    kinds.push(match.kind);
  };
  for (const rule of isTensorrt ? tensorrtRules : onnxruntimeRules) {
    if ('matchAll' in rule) {
      rule.matchAll(view, stopped).forEach(take);
      continue;
    }
    for (const node of Array.from(view.order)) {
      const match = view.claimed(node) ? undefined : rule.match(view, node, stopped);
      if (match) take(match);
    }
  }
  if (!isTensorrt) {
    const sorted = inOrder(matches);
    return { index, view, removed, matches: sorted, apart: stillApart(aparts, sorted), reformats: [] };
  }
  const whole = inOrder(withQuantizers(view, matches, stopped));
  const gone = new Map([...removed, ...eliminated(view)]);
  return {
    index,
    view,
    removed: gone,
    matches: whole,
    apart: stillApart(aparts, whole),
    reformats: predictedReformats(view, whole),
  };
}

function inOrder(matches: readonly Match[]): readonly Match[] {
  return matches.toSorted((a, b) => (a.nodes[0] ?? 0) - (b.nodes[0] ?? 0));
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
