// The words on the card of a folded group: how many nodes it holds, and of which operators most.
import type { Graph } from '#core/onnx/model.ts';
import { operatorFamily } from '#core/onnx/operatorFamily.ts';
import type { CardWords } from './describeCard.ts';
import type { Fold } from './foldItems.ts';

const mostOperators = 3;
/** Told on no card by themselves. */
const quiet = new Set(['Constant', 'Identity']);

interface GroupParts {
  readonly group: number;
  readonly nodes: readonly number[];
  readonly outputs: readonly string[];
}

export function describeGroup(graph: Graph, fold: Fold, { group, nodes: members, outputs }: GroupParts): CardWords {
  const { tree } = fold;
  const operators = operatorCounts(graph, members);
  const [most] = operators;
  const cells = operators
    .slice(0, mostOperators)
    .map(({ name, count }) => ({ label: count.toLocaleString('en'), text: name, value: '' }));
  const nodes = `${members.length.toLocaleString('en')} nodes`;
  const times = timesOf(fold, group);
  return {
    kind: 'group',
    title: tree.names[group] ?? '',
    name: times > 1 ? `×${times} · ${nodes}` : nodes,
    family: most ? operatorFamily(most.name, most.domain) : 'other',
    cells,
    outputs,
    inside: [],
  };
}

/** How many occurrences a group stands for. */
export function timesOf({ tree, once }: Fold, group: number): number {
  const path = tree.paths[group];
  return once.find(({ names }) => names[0] === path)?.occurrences.length ?? 1;
}

export interface OperatorCount {
  readonly name: string;
  readonly domain: string;
  readonly count: number;
}

/** The most frequent first; constants only where there is nothing else. */
export function operatorCounts(graph: Graph, nodes: Iterable<number>): readonly OperatorCount[] {
  const counts = new Map<string, OperatorCount>();
  for (const place of nodes) {
    const node = graph.nodes[place];
    if (!node) continue;
    const { opType: name, domain } = node;
    const key = `${domain}.${name}`;
    counts.set(key, { name, domain, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const all = [...counts.values()].sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
  const telling = all.filter(({ name, domain }) => domain !== '' || !quiet.has(name));
  return telling.length > 0 ? telling : all;
}
