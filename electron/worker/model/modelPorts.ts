// A model's inputs in the words that sessions and data speak.
import { indexGraph } from '#core/graph/graphIndex.ts';
import { dataTypeName } from '#core/onnx/dataType.ts';
import type { Model, ValueInfo } from '#core/onnx/model.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import { valueTypes } from '#electron/worker/data/valueOfBytes.ts';
import type { ValueType } from '#electron/worker/value.ts';

/** What a caller must feed, in the model's order. */
export function inputPorts(model: Model): readonly Port[] {
  return indexGraph(model.graph).inputs.map(port);
}

const passed: readonly ValueType[] = [...valueTypes, 'string'];

function port({ name, type }: ValueInfo): Port {
  if (type?.kind !== 'tensor') return { name, type: undefined, shape: [] };
  const typeName = dataTypeName(type.elementType);
  return {
    name,
    type: passed.find((known) => known === typeName),
    shape: (type.shape ?? []).map((size, axis) => size ?? `axis${axis}`),
  };
}
