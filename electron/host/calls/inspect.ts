// Calls that read a whole model: what it is made of, and which of its nodes will fuse.
import { smallConstants } from '#core/fusion/constants.ts';
import { previewFusions } from '#core/fusion/preview.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import { readModel } from '#core/onnx/read.ts';
import type { Parts } from '../parts.ts';
import type { Calls } from './calls.ts';

export const inspectCalls: Calls<'model.inspect' | 'model.preview'> = {
  async 'model.inspect'({ id }, { parts }) {
    const { model } = await read(id, parts);
    const operators: Record<string, number> = {};
    for (const node of model.graph.nodes) operators[node.opType] = (operators[node.opType] ?? 0) + 1;
    return {
      ir: model.irVersion,
      opsets: model.opsets.map(({ domain, version }) => ({ domain: domain || 'ai.onnx', version })),
      producer: model.producerName,
      nodes: model.graph.nodes.length,
      initializers: model.graph.initializers.length,
      parameters: 0,
      weightBytes: 0,
      inputs: [],
      outputs: [],
      operators,
      issues: [],
    };
  },
  async 'model.preview'({ id, target }, { parts }) {
    const { model, openExternal } = await read(id, parts);
    const shapes = await inferShapes(model, { openExternal });
    return previewFusions({
      graph: model.graph,
      constants: await smallConstants(model, openExternal),
      shapeOf: (value) => shapes.tensor(value)?.shape,
      typeOf: (value) => shapes.tensor(value)?.elementType ?? 0,
      target,
    });
  },
};

async function read(id: string, parts: Parts) {
  const model = await readModel(parts.models.source(id));
  return { model, openExternal: parts.models.external(id) };
}
