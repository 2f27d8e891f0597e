// Nodes that compute with the sizes of tensors: positions, scale factors, counts, for which FP16 is too coarse.
import { indexGraph } from '#core/graph/graphIndex.ts';
import type { Graph, Node } from '#core/onnx/model.ts';
import type { Constants } from '../constants.ts';

const sources = new Set(['Shape', 'Size', 'Range']);
/** These fill tensors of a size; what they fill them with is no size. */
const fillers = new Set(['ConstantOfShape', 'RandomNormal', 'RandomUniform', 'EyeLike']);

/** The nodes of a graph that read nothing but constants and sizes, and at least one size. */
export function sizeArithmetic(graph: Graph, constants: Constants): ReadonlySet<Node> {
  const index = indexGraph(graph);
  const found = new Set<Node>();
  const fixed = new Set<Node>();
  for (const place of index.topologicalOrder ?? []) {
    const node = graph.nodes[place];
    if (node === undefined) continue;
    const before = node.inputs.map((input) => graph.nodes[index.producer(input) ?? -1]);
    const isFixed = (input: string, at: number) => {
      const producer = before[at];
      return input === '' || constants(input) !== undefined || (producer !== undefined && fixed.has(producer));
    };
    const fromSizes =
      sources.has(node.opType) || before.some((producer) => producer !== undefined && found.has(producer));
    const onlyFixed = node.opType === 'Shape' || node.opType === 'Size' || node.inputs.every(isFixed);
    if (!onlyFixed || node.attributes.some(({ type }) => type === 'graph')) continue;
    fixed.add(node);
    if (fromSizes && !fillers.has(node.opType)) found.add(node);
  }
  return found;
}
