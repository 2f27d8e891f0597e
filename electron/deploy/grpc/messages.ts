// The messages of an inference over gRPC as the loader gives them, and their way to tensors and back.
import type { InferRequest } from '#electron/deploy/infer.ts';
import { type Datatype, isDatatype } from '#electron/deploy/protocol/datatype.ts';
import { bytesOfJson } from '#electron/deploy/protocol/jsonData.ts';
import { refuseSharedMemory } from '#electron/deploy/protocol/refuse.ts';
import { invalid } from '#electron/deploy/protocol/servingError.ts';
import { elementsOf, type WireTensor, writeElements } from '#electron/deploy/protocol/wireTensor.ts';

type Parameters = Readonly<Record<string, { readonly int64_param?: string; readonly bool_param?: boolean }>>;

/** 64-bit numbers come as texts, so that none is rounded. */
export interface Contents {
  readonly bool_contents: readonly boolean[];
  readonly int_contents: readonly number[];
  readonly int64_contents: readonly string[];
  readonly uint_contents: readonly number[];
  readonly uint64_contents: readonly string[];
  readonly fp32_contents: readonly number[];
  readonly fp64_contents: readonly number[];
  readonly bytes_contents: readonly Uint8Array[];
}

export interface ModelInferRequest {
  readonly model_name: string;
  readonly model_version: string;
  readonly id: string;
  readonly inputs: readonly {
    readonly name: string;
    readonly datatype: string;
    readonly shape: readonly string[];
    readonly contents?: Contents | null;
    readonly parameters?: Parameters;
  }[];
  readonly outputs: readonly { readonly name: string; readonly parameters: Parameters }[];
  readonly raw_input_contents: readonly Uint8Array[];
}

/** @throws ServingError that says what is wrong with it. */
export function requestOf(message: ModelInferRequest): InferRequest {
  const { inputs, raw_input_contents: raw } = message;
  if (raw.length > 0 && raw.length !== inputs.length) {
    throw invalid(`${raw.length} raw_input_contents were sent for ${inputs.length} inputs`);
  }
  const tensors = inputs.map(({ name, datatype, shape: sizes, contents, parameters }, index): WireTensor => {
    refuseSharedMemory(parameters, `input '${name}'`);
    if (!isDatatype(datatype)) throw invalid(`input '${name}' has the datatype ${JSON.stringify(datatype)}`);
    const shape = sizes.map(Number);
    if (shape.some((size) => size < 0)) throw invalid(`input '${name}' has the shape [${shape.join(', ')}]`);
    const own = raw[index];
    if (own && hasContents(contents)) throw invalid(`input '${name}' has both contents and raw_input_contents`);
    return { name, datatype, shape, bytes: own ?? bytesOfContents(name, datatype, shape, contents) };
  });
  return {
    tensors,
    outputs: message.outputs.map(({ name, parameters }) => {
      refuseSharedMemory(parameters, `output '${name}'`);
      const classes = Number(parameters.classification?.int64_param ?? 0);
      return { name, classes: classes > 0 ? classes : undefined };
    }),
  };
}

const fields: Readonly<Record<Datatype, keyof Contents | undefined>> = {
  BOOL: 'bool_contents',
  INT8: 'int_contents',
  INT16: 'int_contents',
  INT32: 'int_contents',
  INT64: 'int64_contents',
  UINT8: 'uint_contents',
  UINT16: 'uint_contents',
  UINT32: 'uint_contents',
  UINT64: 'uint64_contents',
  FP32: 'fp32_contents',
  FP64: 'fp64_contents',
  BYTES: 'bytes_contents',
  // These travel raw only.
  FP16: undefined,
  BF16: undefined,
};

function bytesOfContents(
  name: string,
  datatype: Datatype,
  shape: readonly number[],
  contents: Contents | null | undefined,
): Uint8Array {
  const field = fields[datatype];
  if (field === undefined) throw invalid(`input '${name}' of ${datatype} must be sent in raw_input_contents`);
  const values = contents?.[field] ?? [];
  if (field !== 'bytes_contents') return bytesOfJson(name, datatype, shape, values);
  const count = elementsOf(shape);
  if (values.length === count) return writeElements(values as readonly Uint8Array[]);
  throw invalid(`input '${name}' of shape [${shape.join(', ')}] needs ${count} elements, and has ${values.length}`);
}

function hasContents(contents: Contents | null | undefined): boolean {
  return contents ? Object.values(contents).some((values: ArrayLike<unknown>) => values.length > 0) : false;
}

export function responseOf(model: string, version: string, id: string, outputs: readonly WireTensor[]) {
  return {
    model_name: model,
    model_version: version,
    id,
    outputs: outputs.map(({ name, datatype, shape }) => ({ name, datatype, shape })),
    raw_output_contents: outputs.map(({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
  };
}
