// Shapes and types of ONNX Runtime's nodes as they ran, from its profiler's trace: the optimized graph states few of them.
import { z } from 'zod';
import { dataTypeName } from '#core/onnx/dataType.ts';
import type { Tensor } from '#core/onnx/model.ts';
import type { EngineLayer, LayerTensor } from '../inspector/readLayers.ts';

const typeShapes = z.array(z.record(z.string(), z.array(z.number()))).catch([]);
const eventSchema = z.looseObject({
  cat: z.string().catch(''),
  name: z.string().catch(''),
  args: z.looseObject({ input_type_shape: typeShapes, output_type_shape: typeShapes }).optional(),
});
const suffix = '_kernel_time';

/** ONNX Runtime's words for element types, in those of an engine's layers. */
const types: Readonly<Record<string, string>> = {
  float: 'FP32',
  float32: 'FP32',
  float16: 'FP16',
  bfloat16: 'BF16',
  int8: 'INT8',
  uint8: 'UINT8',
  int32: 'INT32',
  int64: 'INT64',
  bool: 'BOOL',
};

interface Known {
  readonly type: string;
  readonly dims: readonly number[];
}

/**
 * Layers with the shapes and types that tensors had in the trace; those of weights come from the graph, because the
 * trace leaves out what was packed before the run.
 *
 * @param weights the initializers of the optimized graph.
 * @throws SyntaxError or ZodError where it is no trace.
 */
export function withTracedTensors(
  layers: readonly EngineLayer[],
  trace: string,
  weights: readonly Tensor[],
): readonly EngineLayer[] {
  const known = new Map(
    weights.map(({ name, dims, dataType }): [string, Known] => [
      name,
      { type: types[dataTypeName(dataType)] ?? '', dims },
    ]),
  );
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  for (const { cat, name, args } of z.array(eventSchema).parse(JSON.parse(trace))) {
    const layer = byName.get(name.endsWith(suffix) ? name.slice(0, -suffix.length) : '');
    if (cat !== 'Node' || !layer || !args) continue;
    learn(layer.outputs, args.output_type_shape, known);
    learn(layer.inputs, args.input_type_shape, known);
  }
  const told = (tensor: LayerTensor): LayerTensor => ({ ...tensor, ...known.get(tensor.name) });
  return layers.map((layer) => ({ ...layer, inputs: layer.inputs.map(told), outputs: layer.outputs.map(told) }));
}

/** Where the trace counts otherwise only the first is sure: what is computed on comes before weights. */
function learn(
  tensors: readonly LayerTensor[],
  traced: readonly Readonly<Record<string, readonly number[]>>[],
  known: Map<string, Known>,
): void {
  const sure = tensors.length === traced.length ? tensors : tensors.slice(0, 1);
  for (const [at, { name }] of sure.entries()) {
    const [entry] = Object.entries(traced[at] ?? {});
    const type = entry && types[entry[0]];
    if (entry && type && !known.has(name)) known.set(name, { type, dims: entry[1] });
  }
}
