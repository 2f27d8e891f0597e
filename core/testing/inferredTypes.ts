// The types that shape inference finds, as tests write them.
import { type InferShapesOptions, inferShapes } from '#core/graph/shapes/inferShapes.ts';
import { dataTypeName } from '#core/onnx/dataType.ts';
import { aModel, type ModelWords } from './aModel.ts';
import type { NodeLine } from './aNode.ts';

/** The type of one value: 'float32[batch,3,?]', or 'nothing' where nothing is known. */
export async function inferredType(words: ModelWords, value: string, options?: InferShapesOptions): Promise<string> {
  const table = await inferShapes(aModel(words), options);
  const found = table.tensor(value);
  if (!found) return table.type(value)?.kind ?? 'nothing';
  const dims = found.shape?.map((size) => size ?? '?').join(',');
  return `${found.elementType === 0 ? '?' : dataTypeName(found.elementType)}${dims === undefined ? '' : `[${dims}]`}`;
}

/** The type of the output y of one node over these inputs; whole numbers in `known` are initializers. */
export async function outputType(
  node: NodeLine,
  inputs: Readonly<Record<string, string>>,
  known: ModelWords['initializers'] = {},
  opset = 17,
): Promise<string> {
  return inferredType({ nodes: [node], inputs, initializers: known, opset }, 'y');
}
