// The items of a graph with some groups folded into one item each, and repeated blocks shown once.
import type { Block } from '#core/graph/blocks/block.ts';
import { foldedInto } from '#core/graph/groups/folding.ts';
import type { GroupTree } from '#core/graph/groups/groupTree.ts';
import type { Graph } from '#core/onnx/model.ts';
import { itemKinds } from '../scene.ts';
import type { Items } from './items.ts';

export interface Fold {
  readonly tree: GroupTree;
  /** The groups that are folded. */
  readonly folded: ReadonlySet<number>;
  /** The blocks of which only the first occurrence is shown. */
  readonly once: readonly Block[];
}

/** The values that leave a folded group, each a port of its item; by group. */
export type GroupOutputs = ReadonlyMap<number, readonly string[]>;

export interface FoldedItems {
  readonly items: Items;
  readonly groupOutputs: GroupOutputs;
  /** The nodes of each folded group that are shown at all: those of hidden occurrences are not. */
  readonly groupNodes: ReadonlyMap<number, readonly number[]>;
  /** For each item of the unfolded graph the one that stands for it. */
  readonly shown: Int32Array;
  /** For each edge the first of the unfolded graph that it stands for. */
  readonly wholeEdge: Int32Array;
}

/** Edges within a group or from one occurrence of a block to the next are not drawn; others that fall together are one. */
export function foldItems(items: Items, graph: Graph, { tree, folded, once }: Fold): FoldedItems {
  const twins = twinNodes(graph.nodes.length, once);
  const into = foldedInto(tree, folded);
  const [operator = 0, , , group = 0] = itemKinds.map((_, place) => place);
  const kinds: number[] = [];
  const refs: number[] = [];
  const add = (kind: number, ref: number) => {
    refs.push(ref);
    return kinds.push(kind) - 1;
  };
  const shown = new Int32Array(items.count).fill(-1);
  const groupItem = new Map<number, number>();
  const ownNode = (item: number) => (items.kinds[item] === operator ? (items.refs[item] as number) : -1);
  for (let item = 0; item < items.count; item++) {
    const node = ownNode(item);
    if (node === -1) shown[item] = add(items.kinds[item] as number, items.refs[item] as number);
    else if (twins.of[node] === node) {
      const around = into[node] as number;
      const known = around === -1 ? undefined : groupItem.get(around);
      shown[item] = known ?? (around === -1 ? add(operator, node) : add(group, around));
      if (around !== -1) groupItem.set(around, shown[item] as number);
    }
  }
  for (let item = 0; item < items.count; item++) {
    const node = ownNode(item);
    if (shown[item] === -1) shown[item] = shown[items.itemOf[twins.of[node] as number] as number] as number;
  }

  /** The values of each group, with their ports. */
  const outputs = new Map<number, Map<string, number>>();
  const from: number[] = [];
  const to: number[] = [];
  const ports: number[] = [];
  const wholeEdge: number[] = [];
  /** By the items at both ends as one number, and then by port. */
  const seen = new Map<number, number | Set<number>>();
  const isNew = (a: number, b: number, port: number) => {
    const key = a * items.count + b;
    const known = seen.get(key);
    if (known === undefined) seen.set(key, port);
    else if (typeof known !== 'number') {
      if (known.has(port)) return false;
      known.add(port);
    } else if (known === port) return false;
    else seen.set(key, new Set([known, port]));
    return true;
  };
  items.from.forEach((source, edge) => {
    const target = items.to[edge] as number;
    const [a, b] = [shown[source] as number, shown[target] as number];
    if (a === b || leadsOn(twins, ownNode(source), ownNode(target))) return;
    const port = portOf(source, edge, a);
    if (!isNew(a, b, port)) return;
    from.push(a);
    to.push(b);
    ports.push(port);
    wholeEdge.push(edge);
  });
  /** A group has a port for each of its values that is read outside. */
  function portOf(source: number, edge: number, item: number): number {
    const port = items.ports[edge] as number;
    if (kinds[item] !== group) return port;
    const value = graph.nodes[twins.of[ownNode(source)] as number]?.outputs[port] ?? '';
    const known = outputs.get(refs[item] as number) ?? new Map<string, number>();
    outputs.set(refs[item] as number, known);
    const place = known.get(value) ?? known.size;
    known.set(value, place);
    return place;
  }
  const groupNodes = new Map<number, number[]>();
  into.forEach((around, node) => {
    if (around === -1 || twins.of[node] !== node) return;
    const list = groupNodes.get(around);
    if (list) list.push(node);
    else groupNodes.set(around, [node]);
  });
  const itemOf = items.itemOf.map((item) => (item === -1 ? -1 : (shown[item] as number)));
  return {
    items: {
      ...items,
      count: kinds.length,
      kinds: Uint8Array.from(kinds),
      refs: Int32Array.from(refs),
      itemOf,
      from: Int32Array.from(from),
      to: Int32Array.from(to),
      ports: Int32Array.from(ports),
    },
    groupOutputs: new Map(Array.from(outputs, ([around, values]) => [around, [...values.keys()]])),
    groupNodes,
    shown,
    wholeEdge: Int32Array.from(wholeEdge),
  };
}

interface Twins {
  /** The node that is shown for each node: itself, or the one at its place in the first occurrence of its block. */
  readonly of: Int32Array;
  /** For each block the occurrence that each node is in; -1 for none. */
  readonly occurrences: readonly Int32Array[];
}

/** Blocks may lie inside one another: what the larger one shows, the smaller one shows once. */
function twinNodes(nodes: number, once: readonly Block[]): Twins {
  const of = Int32Array.from({ length: nodes }, (_, node) => node);
  const occurrences = once
    .toSorted((a, b) => b.size - a.size)
    .map(({ occurrences: all }) => {
      const occurrence = new Int32Array(nodes).fill(-1);
      const [first = []] = all;
      all.forEach((members, time) => {
        members.forEach((node, place) => {
          occurrence[node] = time;
          const twin = first[place] ?? node;
          // What is hidden itself stands for nothing.
          if (of[node] === node && of[twin] === twin) of[node] = twin;
        });
      });
      return occurrence;
    });
  const shown = of.map((twin) => {
    let at = twin;
    while (of[at] !== at) at = of[at] as number;
    return at;
  });
  return { of: shown, occurrences };
}

/** From one occurrence of a block to another: drawn, it would lead back into the one that is shown. */
function leadsOn({ occurrences }: Twins, from: number, to: number): boolean {
  if (from === -1 || to === -1) return false;
  return occurrences.some((times) => times[from] !== -1 && times[to] !== -1 && times[from] !== times[to]);
}
