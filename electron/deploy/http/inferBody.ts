// The body of an inference over REST: JSON, with tensors as binary data behind it where the header says so.
import { z } from 'zod';
import type { InferRequest } from '#electron/deploy/infer.ts';
import { datatypes } from '#electron/deploy/protocol/datatype.ts';
import { bytesOfJson } from '#electron/deploy/protocol/jsonData.ts';
import { invalid } from '#electron/deploy/protocol/servingError.ts';
import type { WireTensor } from '#electron/deploy/protocol/wireTensor.ts';

const parameters = z.record(z.string(), z.unknown()).optional();
const shape = z.array(z.number().int().nonnegative());

const bodySchema = z.object({
  id: z.string().optional(),
  parameters,
  inputs: z.array(
    z.object({ name: z.string(), shape, datatype: z.enum(datatypes), parameters, data: z.unknown().optional() }),
  ),
  outputs: z.array(z.object({ name: z.string(), parameters })).optional(),
});

export interface InferBody {
  readonly id: string | undefined;
  readonly request: InferRequest;
  /** Whether an output is wanted as binary data. */
  readonly binary: (output: string) => boolean;
}

/**
 * @param jsonBytes what `Inference-Header-Content-Length` says; undefined: all is JSON.
 * @throws ServingError that says what is wrong with it.
 */
export function readInferBody(body: Uint8Array, jsonBytes: number | undefined): InferBody {
  if (jsonBytes !== undefined && jsonBytes > body.byteLength) {
    throw invalid(`Inference-Header-Content-Length is ${jsonBytes}, and the body has ${body.byteLength} bytes`);
  }
  const parsed = bodySchema.safeParse(json(body.subarray(0, jsonBytes ?? body.byteLength)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(`the request is not understood at ${issue?.path.join('.') || 'its root'}: ${issue?.message}`);
  }
  const { id, inputs, outputs, parameters: common } = parsed.data;
  let offset = jsonBytes ?? body.byteLength;
  const tensors = inputs.map(({ name, datatype, shape: size, parameters: own, data }): WireTensor => {
    const length = own?.binary_data_size;
    if (length === undefined) return { name, datatype, shape: size, bytes: bytesOfJson(name, datatype, size, data) };
    if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) {
      throw invalid(`input '${name}' has the binary_data_size ${JSON.stringify(length)}`);
    }
    if (data !== undefined) throw invalid(`input '${name}' has both 'data' and binary data`);
    const bytes = body.subarray(offset, offset + length);
    if (bytes.byteLength < length) {
      throw invalid(`the body ends ${length - bytes.byteLength} bytes before the ${length} of input '${name}'`);
    }
    offset += length;
    return { name, datatype, shape: size, bytes };
  });
  if (offset !== body.byteLength) {
    throw invalid(`the body has ${body.byteLength - offset} bytes that belong to no input`);
  }
  const asked = new Map(outputs?.map((output) => [output.name, output.parameters]));
  return {
    id,
    request: { tensors, outputs: (outputs ?? []).map((output) => ({ name: output.name, classes: classes(output) })) },
    binary: (name) => (asked.get(name)?.binary_data ?? common?.binary_data_output) === true,
  };
}

function classes({
  parameters: own,
}: {
  readonly parameters?: Record<string, unknown> | undefined;
}): number | undefined {
  const count = own?.classification;
  return typeof count === 'number' && count > 0 ? count : undefined;
}

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  } catch (error) {
    throw invalid(`the request is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}
