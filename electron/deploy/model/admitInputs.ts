// Checks a request against the engine it is for, and brings its tensors into the engine's order.
import type { BatchRequest } from '#electron/deploy/batch/request.ts';
import { invalid } from '#electron/deploy/protocol/servingError.ts';
import { requireBytes, type WireTensor } from '#electron/deploy/protocol/wireTensor.ts';
import type { EngineDescription, TensorSpec } from './description.ts';

/**
 * @param outputs names of those wanted; empty: all.
 * @throws ServingError that names the input or output, what was sent and what is taken.
 */
export function admitInputs(
  description: EngineDescription,
  tensors: readonly WireTensor[],
  outputs: readonly string[],
): BatchRequest {
  const inputs = description.inputs.map((spec) => {
    const sent = tensors.filter(({ name }) => name === spec.name);
    const [tensor] = sent;
    if (!tensor) throw invalid(`input '${spec.name}' is missing; the model takes ${names(description.inputs)}`);
    if (sent.length > 1) throw invalid(`input '${spec.name}' was sent ${sent.length} times`);
    return admit(spec, tensor);
  });
  if (tensors.length !== inputs.length) {
    const unknown = tensors.find(({ name }) => !description.inputs.some((spec) => spec.name === name));
    throw invalid(`there is no input '${unknown?.name}'; the model takes ${names(description.inputs)}`);
  }
  if (description.batchAxis) requireSameRows(inputs);
  return { inputs, wanted: wantedOutputs(description, outputs) };
}

function wantedOutputs({ outputs }: EngineDescription, asked: readonly string[]): number[] {
  if (asked.length === 0) return outputs.map((_, index) => index);
  return asked.map((name) => {
    const index = outputs.findIndex((spec) => spec.name === name);
    if (index < 0) throw invalid(`there is no output '${name}'; the model gives ${names(outputs)}`);
    return index;
  });
}

function admit(spec: TensorSpec, sent: WireTensor): WireTensor {
  const tensor = sent.datatype === 'BF16' && spec.datatype === 'FP32' ? widened(sent) : sent;
  const { name, datatype, shape } = tensor;
  if (datatype !== spec.datatype) {
    throw invalid(`input '${name}' takes ${spec.datatype}, and ${datatype} was sent`);
  }
  const fits = shape.length === spec.shape.length && spec.shape.every((size, axis) => size < 0 || size === shape[axis]);
  if (!fits) {
    throw invalid(`input '${name}' takes the shape [${spec.shape.join(', ')}], and [${shape.join(', ')}] was sent`);
  }
  requireBytes(tensor);
  return tensor;
}

/** BF16 is the upper half of FP32, so that nothing is lost. */
function widened(tensor: WireTensor): WireTensor {
  requireBytes(tensor);
  const bytes = new Uint8Array(tensor.bytes.byteLength * 2);
  for (let index = 0; index * 2 < tensor.bytes.byteLength; index += 1) {
    bytes[index * 4 + 2] = tensor.bytes[index * 2] as number;
    bytes[index * 4 + 3] = tensor.bytes[index * 2 + 1] as number;
  }
  return { ...tensor, datatype: 'FP32', bytes };
}

function requireSameRows(inputs: readonly WireTensor[]): void {
  const [first] = inputs;
  const rows = first?.shape[0] ?? 1;
  if (rows === 0) throw invalid(`input '${first?.name}' has no rows; send at least one`);
  const other = inputs.find(({ shape }) => shape[0] !== rows);
  if (other) throw invalid(`input '${first?.name}' has ${rows} rows, and '${other.name}' has ${other.shape[0]}`);
}

function names(specs: readonly TensorSpec[]): string {
  return specs.map(({ name }) => `'${name}'`).join(', ');
}
