// What the inspector tells of the model as a whole.
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { elementCount } from '#core/onnx/elementCount.ts';
import { operatorFamily } from '#core/onnx/operatorFamily.ts';
import { tensorByteLength } from '#core/onnx/tensor.ts';
import type { ModelDetail } from '../detail.ts';
import type { BuiltScene } from './buildScene.ts';
import { type Home, typesOf } from './home.ts';
import { typeLabel } from './typeText.ts';

export function modelDetail(
  built: BuiltScene,
  { model }: Home,
  shapes: ShapeTable | undefined,
  file: { readonly name: string; readonly fileBytes: number },
): ModelDetail {
  const typeOf = typesOf(built.open, shapes);
  const { graph } = model;
  const port = ({ name }: { readonly name: string }) => ({ name, type: typeLabel(typeOf(name)) });
  const counts = new Map<string, { readonly name: string; readonly domain: string; count: number }>();
  for (const { opType, domain } of graph.nodes) {
    const key = `${domain}:${opType}`;
    const entry = counts.get(key) ?? { name: opType, domain, count: 0 };
    entry.count++;
    counts.set(key, entry);
  }
  return {
    kind: 'model',
    name: file.name,
    ir: model.irVersion,
    opsets: model.opsets.map(({ domain, version }) => ({ domain: domain || 'ai.onnx', version })),
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(' '),
    domain: model.domain,
    version: model.modelVersion,
    doc: model.docString || graph.docString,
    nodes: graph.nodes.length,
    initializers: graph.initializers.length,
    parameters: graph.initializers.reduce((sum, { dims }) => sum + elementCount(dims), 0),
    weightBytes: graph.initializers.reduce((sum, tensor) => sum + tensorByteLength(tensor), 0),
    fileBytes: file.fileBytes,
    macs: null,
    inputs: built.index.inputs.map(port),
    outputs: graph.outputs.map(port),
    operators: [...counts.values()]
      .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name))
      .map(({ name, domain, count }) => ({ name, family: operatorFamily(name, domain), count })),
    functions: model.functions.map(({ name }) => name),
    issues: [],
    metadata: model.metadata.map(({ key, value }) => [key, value] as const),
  };
}
