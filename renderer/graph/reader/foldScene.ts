// The items of a scene and what their cards say, with or without folded groups.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import { itemKinds } from '../scene.ts';
import { type CardWords, describeCard } from './describeCard.ts';
import { describeGroup } from './describeGroup.ts';
import { type Fold, foldItems } from './foldItems.ts';
import { graphItems, type Items } from './items.ts';
import type { OpenScope } from './scope.ts';

export interface WordedItems {
  readonly items: Items;
  /** What an item's card says: put together when asked for, since 50,000 of them would fill the memory. */
  words(item: number): CardWords;
  /** How these items and edges stand to those of the unfolded graph; undefined where nothing is folded. */
  readonly folded?: FoldedFrom;
}

export interface FoldedFrom {
  /** The same item among those of the unfolded graph; -1 for a group. */
  readonly wholeItem: Int32Array;
  /** For each item of the unfolded graph the one that stands for it. */
  readonly shown: Int32Array;
  /** For each edge the first of the unfolded graph that it stands for. */
  readonly wholeEdge: Int32Array;
}

export function wholeGraph(open: OpenScope, index: GraphIndex): WordedItems {
  const items = graphItems(open.graph, index);
  return { items, words: (item) => describeCard(open, items, item) };
}

/** Cards that are not of a group keep their words. */
export function foldedGraph({ graph }: OpenScope, whole: WordedItems, fold: Fold): WordedItems {
  const { items, groupOutputs, groupNodes, shown, wholeEdge } = foldItems(whole.items, graph, fold);
  const wholeItem = wholeItems(whole.items, items);
  const words = (item: number) => {
    const own = wholeItem[item] ?? -1;
    if (own !== -1) return whole.words(own);
    const group = items.refs[item] ?? 0;
    return describeGroup(graph, fold, {
      group,
      nodes: groupNodes.get(group) ?? [],
      outputs: groupOutputs.get(group) ?? [],
    });
  };
  return { items, words, folded: { wholeItem, shown, wholeEdge } };
}

/** For each item the same one among those of the unfolded graph; -1 for a group. */
function wholeItems(whole: Items, items: Items): Int32Array {
  const inputs = whole.inputs.length;
  const firstOutput = whole.kinds.findIndex((kind) => itemKinds[kind] === 'output');
  return Int32Array.from(items.kinds, (kind, item) => {
    const ref = items.refs[item] ?? 0;
    if (itemKinds[kind] === 'group') return -1;
    if (itemKinds[kind] === 'output') return firstOutput + ref;
    return item < inputs ? item : (whole.itemOf[ref] ?? -1);
  });
}
