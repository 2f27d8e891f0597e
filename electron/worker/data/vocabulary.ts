// How many rows the tables have that whole-number inputs index, so that random inputs are valid ones.
import { indexGraph } from '#core/graph/graphIndex.ts';
import { intAttribute } from '#core/onnx/attribute.ts';
import type { Graph, Model } from '#core/onnx/model.ts';

/** Operators that hand indices on unchanged. */
const passes = new Set(['Cast', 'Identity', 'Reshape', 'Unsqueeze', 'Squeeze', 'Flatten', 'Transpose', 'Expand']);

/** By input name; the smallest table where an input indexes several. Inputs that index none are not in the map. */
export function vocabularies({ graph }: Pick<Model, 'graph'>): ReadonlyMap<string, number> {
  const index = indexGraph(graph);
  const found = new Map<string, number>();
  for (const { name } of index.inputs) {
    const rows = smallestTable(graph, index, name);
    if (rows !== undefined) found.set(name, rows);
  }
  return found;
}

function smallestTable(graph: Graph, index: ReturnType<typeof indexGraph>, input: string): number | undefined {
  let rows: number | undefined;
  const seen = new Set<string>();
  const pending = [input];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    for (const consumer of index.consumers(value)) {
      const node = graph.nodes[consumer];
      if (!node) continue;
      if (passes.has(node.opType) && node.inputs[0] === value) pending.push(node.outputs[0] ?? '');
      if (node.opType !== 'Gather' || node.inputs[1] !== value) continue;
      const table = index.initializer(node.inputs[0] ?? '');
      const size = table?.dims.at(intAttribute(node, 'axis', 0));
      if (size !== undefined && size > 0) rows = Math.min(rows ?? size, size);
    }
  }
  return rows;
}
