// The blocks of a graph: among its groups where those repeat, else along its order of computation.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import type { GroupTree } from '#core/graph/groups/groupTree.ts';
import type { Graph } from '#core/onnx/model.ts';
import type { Block } from './block.ts';
import { repeatedGroups } from './repeatedGroups.ts';
import { repeatedRuns } from './repeatedRuns.ts';

export function findBlocks(graph: Graph, index: GraphIndex, scopes: GroupTree): readonly Block[] {
  const named = repeatedGroups(graph, index, scopes);
  return named.length > 0 ? named : repeatedRuns(graph, index);
}
