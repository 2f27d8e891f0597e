// What differs between two graphs: nodes that came, went or changed, and what of each changed.
import { type Change, changesOf } from './changes.ts';
import type { GraphDigest } from './digest.ts';
import { matchNodes } from './match.ts';
import { portChanges } from './portChanges.ts';

export interface ChangedNode {
  /** Places in the first and the second graph. */
  readonly a: number;
  readonly b: number;
  readonly name: string;
  readonly operator: string;
  readonly changes: readonly Change[];
}

export interface NamedNode {
  readonly node: number;
  readonly name: string;
  readonly operator: string;
}

export interface GraphDiff {
  /** Nodes of the second graph that the first lacks, and of the first that the second lacks, in file order. */
  readonly added: readonly NamedNode[];
  readonly removed: readonly NamedNode[];
  readonly changed: readonly ChangedNode[];
  /** Nodes that are the same in both. */
  readonly same: number;
  /** For each node of the first graph its partner in the second, or -1. */
  readonly partners: Int32Array;
  /** Changes of the graph's inputs and outputs. */
  readonly ports: readonly Change[];
}

/** Constants that stand as nodes count as values of their readers, not as nodes. Near linear in both graphs. */
export function diffGraphs(a: GraphDigest, b: GraphDigest): GraphDiff {
  const matches = matchNodes(a, b);
  const named = (graph: GraphDigest, partners: Int32Array): readonly NamedNode[] =>
    graph.nodes.flatMap(({ name, operator, folded }, node) =>
      partners[node] === -1 && !folded ? [{ node, name, operator }] : [],
    );
  const changed = a.nodes.flatMap((node, place): readonly ChangedNode[] => {
    const partner = matches.toB[place] ?? -1;
    const other = b.nodes[partner];
    if (!other || (node.folded && other.folded)) return [];
    const changes = changesOf(a, b, matches, place);
    return changes.length === 0 ? [] : [{ a: place, b: partner, name: other.name, operator: other.operator, changes }];
  });
  const partnered = a.nodes.filter(({ folded }, place) => matches.toB[place] !== -1 && !folded).length;
  return {
    added: named(b, matches.toA),
    removed: named(a, matches.toB),
    changed,
    same: partnered - changed.filter(({ a: place }) => a.nodes[place]?.folded === false).length,
    partners: matches.toB,
    ports: [...portChanges('input', a.inputs, b.inputs), ...portChanges('output', a.outputs, b.outputs)],
  };
}
