// The small constants that decide shapes, read before inference so that the rules need no file.
import { DataType } from '#core/onnx/dataType.ts';
import type { Attribute, Graph, Model, Node, Tensor } from '#core/onnx/model.ts';
import type { ByteSource, OpenExternal } from '#core/onnx/source.ts';
import { tensorNumbers } from '#core/onnx/tensor.ts';
import { type Elements, mostElements } from './fact.ts';

// Floats decide shapes only as the scales of a Resize and the bounds of a Range.
const mostFloats = 16;
const floatTypes: readonly number[] = [DataType.float32, DataType.float64, DataType.float16, DataType.bfloat16];
const wholeTypes: readonly number[] = [
  DataType.int64,
  DataType.int32,
  DataType.int16,
  DataType.int8,
  DataType.bool,
  DataType.uint8,
  DataType.uint16,
  DataType.uint32,
  DataType.uint64,
];

/**
 * The elements of every initializer and constant that is small enough, in all graphs and functions. One that cannot be
 * read, because its file is absent or damaged, is left out: `core/graph/check` reports it.
 */
export async function readConstants(
  model: Model,
  openExternal: OpenExternal | undefined,
): Promise<ReadonlyMap<Tensor, Elements>> {
  const tensors = smallTensors(model).sort((a, b) => placeOf(a) - placeOf(b));
  const home = { source: windowed(model.source) };
  const constants = new Map<Tensor, Elements>();
  for (const tensor of tensors) {
    if (tensor.data.kind === 'external' && !openExternal) continue;
    try {
      constants.set(tensor, { dims: tensor.dims, values: Array.from(await tensorNumbers(tensor, home, openExternal)) });
    } catch {
      // Shapes that depend on it stay unknown.
    }
  }
  return constants;
}

function smallTensors(model: Model): Tensor[] {
  const found: Tensor[] = [];
  const lists: (readonly Node[])[] = [model.graph.nodes, ...model.functions.map(({ nodes }) => nodes)];
  const add = (tensor: Tensor) => isSmall(tensor) && found.push(tensor);
  const open = (graph: Graph) => {
    graph.initializers.forEach(add);
    lists.push(graph.nodes);
  };
  model.graph.initializers.forEach(add);
  const visit = (attribute: Attribute) => {
    if (attribute.type === 'tensor') add(attribute.value);
    else if (attribute.type === 'graph') open(attribute.value);
    else if (attribute.type === 'graphs') attribute.value.forEach(open);
  };
  for (let nodes = lists.pop(); nodes; nodes = lists.pop()) for (const node of nodes) node.attributes.forEach(visit);
  return found;
}

function isSmall({ dataType, dims }: Tensor): boolean {
  const count = dims.reduce((product, size) => product * size, 1);
  if (floatTypes.includes(dataType)) return count <= mostFloats;
  return wholeTypes.includes(dataType) && count <= mostElements;
}

function placeOf({ data }: Tensor): number {
  if (data.kind === 'file') return data.offset;
  return data.kind === 'field' ? (data.pieces[0]?.offset ?? 0) : 0;
}

const windowBytes = 8 * 1024;

/** Constants lie close together in most files: one read serves many of them. */
function windowed(source: ByteSource): ByteSource {
  let start = 0;
  let held: Uint8Array = new Uint8Array();
  return {
    size: source.size,
    async read(offset, length) {
      if (length > windowBytes) return source.read(offset, length);
      if (offset < start || offset + length > start + held.length) {
        held = await source.read(offset, Math.max(length, Math.min(windowBytes, source.size - offset)));
        start = offset;
      }
      return held.subarray(offset - start, offset - start + length);
    },
  };
}
