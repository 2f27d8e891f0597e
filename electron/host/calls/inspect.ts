// Calls that read a whole model: what it is made of, and which of its nodes will fuse.
import { readModel } from '#core/onnx/read.ts';
import type { Calls } from './calls.ts';

export const inspectCalls: Calls<'model.inspect'> = {
  async 'model.inspect'({ id }, { parts }) {
    const model = await readModel(parts.models.source(id));
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
};
