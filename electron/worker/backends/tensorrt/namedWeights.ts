// The weights of a model by name, in the types that TensorRT 8.6 holds them.
import { DataType, dataTypeName } from '#core/onnx/dataType.ts';
import { encodeElements } from '#core/onnx/elements.ts';
import { tensorBytes, tensorNumbers } from '#core/onnx/tensor.ts';
import { constantTensor } from '#core/precision/constants.ts';
import { openModel } from '#electron/worker/model/openModel.ts';
import type { NamedWeights } from './nativeTypes.ts';

/** The parser narrows 64 bits to 32. */
const narrowed: Readonly<Record<number, number>> = {
  [DataType.float64]: DataType.float32,
  [DataType.int64]: DataType.int32,
};

export async function namedWeights(path: string): Promise<NamedWeights> {
  const { model, openExternal, close } = await openModel(path);
  try {
    const constants = model.graph.nodes.flatMap((node) => constantTensor(node) ?? []);
    const found: Record<string, NamedWeights[string]> = {};
    for (const tensor of [...constants, ...model.graph.initializers]) {
      if (tensor.dataType === DataType.string) continue;
      const type = narrowed[tensor.dataType] ?? tensor.dataType;
      const bytes =
        type === tensor.dataType
          ? await tensorBytes(tensor, model, openExternal)
          : encodeElements(type, await tensorNumbers(tensor, model, openExternal));
      found[tensor.name] = { type: dataTypeName(type), bytes };
    }
    return found;
  } finally {
    await close();
  }
}
