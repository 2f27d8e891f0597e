// The layers of an ONNX Runtime engine: each node of its optimized graph, with the model's nodes that it computes.
import { indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import { dataTypeName } from '#core/onnx/dataType.ts';
import type { Graph } from '#core/onnx/model.ts';
import type { EngineLayer, LayerTensor } from '../inspector/readLayers.ts';
import { repeatedNodes } from '../repeated.ts';
import { originalValues } from './originalValues.ts';

/** Operators that the optimizer puts in to change layout, rank or type. */
const reorders = new Set([
  'ReorderInput',
  'ReorderOutput',
  'Reshape',
  'Transpose',
  'QuantizeLinear',
  'DequantizeLinear',
]);

/** What can read or write in another order of axes; the optimizer pushes transposes through all else. */
const transposing = new Set(['Transpose', 'ReorderInput', 'ReorderOutput', 'FusedMatMul', 'Gemm', 'QGemm']);

/**
 * An optimized node computes what leads from the values it reads to the value it writes in the model's own graph:
 * backwards from its result, up to values that other optimized nodes write. Nodes that compute the same are all named
 * where one of them is left. Linear in both graphs.
 *
 * @param constants elements of the model's small constants (core/fusion/constants), by which equal nodes are found.
 */
export function onnxruntimeLayers(
  model: Graph,
  optimized: Graph,
  constants: ReadonlyMap<string, readonly number[]> = new Map(),
): readonly EngineLayer[] {
  const index = indexGraph(model);
  const original = originalValues(model, index, optimized, constants);
  const repeats = repeatedNodes(model, index, constants);
  const first = (node: number) => repeats.get(node) ?? node;
  const same = new Map<number, number[]>();
  for (const [repeat, node] of repeats) same.set(node, [...(same.get(node) ?? [node]), repeat]);
  const written = new Set(original.values());
  const kept = new Set([...written].map((value) => first(index.producer(value) ?? -1)).filter((at) => same.has(at)));
  const isWritten = (value: string) => written.has(value) || kept.has(first(index.producer(value) ?? -1));
  const names = model.nodes.map(nodeName);
  const tensor = tensorsOf(optimized);
  // By value of the optimized graph, the model's transposes that were pushed behind what writes it.
  const pending = new Map<string, ReadonlySet<number>>();
  return optimized.nodes.map((node, place) => {
    const roots = node.outputs.flatMap((output) => original.get(output) ?? []);
    const inputs = new Set(node.inputs.map((input) => original.get(input) ?? input));
    // A reorder writes the value that it reads, in another form: it computes no node.
    const computes = roots.filter((root) => !(reorders.has(node.opType) && inputs.has(root)));
    const found = new Set<number>();
    const pushed = new Set(node.inputs.flatMap((input) => [...(pending.get(input) ?? [])]));
    const waiting = computes.map((root) => index.producer(root));
    for (let at = waiting.pop(); waiting.length > 0 || at !== undefined; at = waiting.pop()) {
      if (at === undefined || found.has(at) || pushed.has(at)) continue;
      const isPushed = model.nodes[at]?.opType === 'Transpose' && !transposing.has(node.opType);
      (isPushed ? pushed : found).add(at);
      for (const input of model.nodes[at]?.inputs ?? []) {
        const producer = index.producer(input);
        const dequantizer = model.nodes[producer ?? -1];
        // A dequantizer that others read too is theirs, and inside an 8-bit kernel that reads its codes.
        const inside = dequantizer?.opType === 'DequantizeLinear' && inputs.has(dequantizer.inputs[0] ?? '');
        if (inside || !isWritten(input)) waiting.push(producer);
      }
    }
    if (transposing.has(node.opType)) for (const at of pushed) found.add(at);
    else for (const output of node.outputs) pending.set(output, pushed);
    const order = [...new Set([...found].flatMap((at) => same.get(first(at)) ?? [at]))].sort((a, b) => a - b);
    const present = (values: readonly string[]) =>
      values.filter((name) => name !== '').map((name) => tensor(name, node.domain));
    return {
      // ONNX Runtime's profiler calls a node without a name by its operator and its place.
      name: node.name === '' ? `${node.opType}_${place}` : node.name,
      kind: node.opType,
      inputs: present(node.inputs),
      outputs: present(node.outputs),
      nodes: order.map((at) => names[at] ?? ''),
      namedBy: 'structure',
      cut: false,
      tactic: '',
      origin: node.opType.startsWith('Reorder') ? 'REFORMAT' : '',
      stream: 0,
    };
  });
}

/** A value of the optimized graph as a node of one domain sees it. */
function tensorsOf({ values, outputs }: Graph): (name: string, domain: string) => LayerTensor {
  const types = new Map([...outputs, ...values].map(({ name, type }) => [name, type]));
  return (name, domain) => {
    const type = types.get(name);
    const known = type?.kind === 'tensor' ? type : undefined;
    return {
      name,
      dims: known?.shape?.map((size) => (typeof size === 'number' ? size : -1)) ?? [],
      type: known ? words(known.elementType) : '',
      format: domain === 'com.microsoft.nchwc' ? 'NCHWc' : '',
    };
  };
}

function words(elementType: number): string {
  return dataTypeName(elementType)
    .toUpperCase()
    .replace('FLOAT16', 'FP16')
    .replace('FLOAT', 'FP32')
    .replace('FP3216', 'BF16');
}
