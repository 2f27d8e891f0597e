// A model in a few lines: what `lathe inspect` prints and the window shows first.
import type { InspectReport, Port } from '#core/contract/inspect.ts';
import type { Issue } from '#core/contract/issue.ts';
import { dataTypeName } from '#core/onnx/dataType.ts';
import type { Model, Shape, Type, ValueInfo } from '#core/onnx/model.ts';
import { tensorByteLength } from '#core/onnx/tensor.ts';
import { indexGraph } from './graphIndex.ts';
import type { ShapeTable } from './shapes/shapeTable.ts';

/**
 * Nodes, initializers and operators are those of the main graph; operators of other domains are written with them
 * (`com.microsoft.Gelu`), most frequent first. `parameters` counts elements of initializers, `weightBytes` their bytes.
 * Inputs and outputs show what the file declares; what it leaves open, inference fills.
 */
export function summarize(
  model: Model,
  shapes: ShapeTable,
  issues: readonly Issue[],
  index = indexGraph(model.graph),
): InspectReport {
  const { graph } = model;
  const operators = new Map<string, number>();
  for (const { domain, opType } of graph.nodes) {
    const name = domain === '' ? opType : `${domain}.${opType}`;
    operators.set(name, (operators.get(name) ?? 0) + 1);
  }
  const port = (value: ValueInfo) => portOf(value, shapes.type(value.name));
  return {
    ir: model.irVersion,
    opsets: model.opsets.map(({ domain, version }) => ({ domain: domain === '' ? 'ai.onnx' : domain, version })),
    producer: [model.producerName, model.producerVersion].filter((part) => part !== '').join(' '),
    nodes: graph.nodes.length,
    initializers: graph.initializers.length,
    parameters: graph.initializers.reduce((sum, { dims }) => sum + dims.reduce((count, size) => count * size, 1), 0),
    weightBytes: graph.initializers.reduce((sum, tensor) => sum + tensorByteLength(tensor), 0),
    inputs: index.inputs.map(port),
    outputs: graph.outputs.map(port),
    operators: Object.fromEntries([...operators].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))),
    issues: [...issues],
  };
}

function portOf({ name, type: declared }: ValueInfo, inferred: Type | undefined): Port {
  const type = declared ?? inferred;
  if (type?.kind !== 'tensor') return { name, type: type ? typeText(type) : 'undefined', shape: null };
  const own = type.shape;
  const found = inferred?.kind === 'tensor' ? inferred.shape : undefined;
  const shape = own?.map((size, axis) => size ?? (own.length === found?.length ? found[axis] : undefined)) ?? found;
  const elementType = type.elementType || (inferred?.kind === 'tensor' ? inferred.elementType : 0);
  return { name, type: dataTypeName(elementType), shape: shape ? shape.map((size) => size ?? null) : null };
}

/** Such as `float32 [batch, 3, 224, 224]` or `sequence of int64 []`; `?` where nothing is known. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case 'tensor':
      return `${dataTypeName(type.elementType)}${type.shape ? ` ${dimensionsText(type.shape)}` : ''}`;
    case 'sparseTensor':
      return `sparse ${dataTypeName(type.elementType)}${type.shape ? ` ${dimensionsText(type.shape)}` : ''}`;
    case 'sequence':
      return `sequence of ${typeText(type.element)}`;
    case 'optional':
      return `optional ${typeText(type.element)}`;
    case 'map':
      return `map from ${dataTypeName(type.keyType)} to ${typeText(type.value)}`;
    case 'opaque':
      return `opaque ${type.domain === '' ? '' : `${type.domain}.`}${type.name}`;
  }
}

function dimensionsText(shape: Shape): string {
  return `[${shape.map((size) => size ?? '?').join(', ')}]`;
}
