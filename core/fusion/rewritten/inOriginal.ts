// A prediction for a rewritten model, told in nodes of the model as it was opened.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import type { Graph } from '#core/onnx/model.ts';
import type { Prediction } from '../predict.ts';
import type { Removal } from '../removal.ts';
import type { Apart, Match } from '../rule.ts';
import { isQuantizer } from './origins.ts';

export interface OriginalPrediction {
  readonly index: GraphIndex;
  /** With the place of the rewritten model's own match; -1 for a node into which others were folded before. */
  readonly matches: readonly (Match & { readonly from: number })[];
  readonly removed: ReadonlyMap<number, Removal>;
  readonly apart: readonly Apart[];
}

export interface OriginalParts {
  readonly graph: Graph;
  readonly index: GraphIndex;
  readonly origins: readonly (readonly number[])[];
  /** What disappears from the model as it was opened. */
  readonly removed: ReadonlyMap<number, Removal>;
}

export function inOriginal(prediction: Prediction, parts: OriginalParts): OriginalPrediction {
  const { index, removed } = parts;
  const origins = parts.origins.map((places) => places.filter((place) => !removed.has(place)));
  const of = (nodes: readonly number[]) =>
    [...new Set(nodes.flatMap((node) => origins[node] ?? []))].sort((a, b) => a - b);
  const matches = prediction.matches.map((match, from) => ({
    ...match,
    nodes: of(match.nodes),
    copied: of(match.copied ?? []),
    from,
  }));
  const grouped = new Set(prediction.matches.flatMap(({ nodes }) => nodes));
  const folded = origins.flatMap((nodes, node) =>
    nodes.length < 2 || grouped.has(node) || prediction.removed.has(node)
      ? []
      : { kind: `${kindOf(parts.graph, nodes)}-bn`, nodes, reason: foldedReason, from: -1 },
  );
  return {
    index,
    matches: [...matches.filter(({ nodes }) => nodes.length > 0), ...folded],
    removed: allRemoved(prediction, parts, origins),
    apart: prediction.apart.flatMap(({ nodes, reason }) => {
      const places = of(nodes.flatMap((node) => before(prediction, node)));
      return places.length < 2 ? [] : { nodes: places, reason };
    }),
  };
}

const foldedReason = 'The build folds a normalisation into the weights before it places anything.';

function allRemoved(
  { removed: gone }: Prediction,
  { graph, removed }: OriginalParts,
  origins: readonly (readonly number[])[],
): ReadonlyMap<number, Removal> {
  const found = new Map(removed);
  const left = new Set<number>();
  origins.forEach((nodes, node) => {
    const removal = gone.get(node);
    for (const place of nodes) {
      if (removal) found.set(place, removal);
      else left.add(place);
    }
  });
  for (const place of graph.nodes.keys()) {
    if (left.has(place)) found.delete(place);
    else if (!found.has(place)) found.set(place, { becomes: '', reason: 'The build leaves it out: nothing reads it.' });
  }
  return found;
}

/** Of the node into which the others were folded, as rules name it. */
function kindOf({ nodes }: Graph, [first = -1]: readonly number[]): string {
  return nodes[first]?.opType.toLowerCase() ?? '';
}

/** A quantizer stands for the node whose value it takes. */
function before({ view }: Prediction, node: number): readonly number[] {
  let at: number | undefined = node;
  for (let step = 0; at !== undefined && step < 3; step += 1) {
    const found = view.nodes[at];
    if (found === undefined || !isQuantizer(found)) return [at];
    at = view.producer(view.input(at, 0));
  }
  return [];
}
