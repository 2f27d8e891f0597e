// The requests that a load consists of, whole and ready to be written again and again.
import { readFileSync } from 'node:fs';
import type { Preprocessing } from '#core/contract/data.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { LoadOptions } from '#core/contract/load.ts';
import { listData } from '#electron/data/list.ts';
import { isDatatype, valueTypeOf } from '#electron/deploy/protocol/datatype.ts';
import { type WireTensor, writeElements, writeTexts } from '#electron/deploy/protocol/wireTensor.ts';
import { converted, type Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import { openData } from '#electron/worker/data/openData.ts';
import type { Value } from '#electron/worker/value.ts';
import { framed } from './grpcMessages.ts';
import { preparedHttp } from './httpConnection.ts';
import { madeUp, shapeOf } from './inputs.ts';
import type { Protocol, ServerFacts } from './server.ts';

export interface Prepared {
  /** As they are written to a connection. */
  readonly requests: readonly Buffer[];
  /** What they were made of. */
  readonly input: string;
}

/** Different requests, so that no cache answers them. */
const different = 16;

export interface Asked {
  readonly url: string;
  readonly protocol: Protocol;
  readonly token: string | null;
  /** The path of a data set; null: made up. */
  readonly data: string | null;
  readonly preprocessing: Preprocessing | null;
  readonly options: LoadOptions;
}

/** @throws LatheError where shapes are missing or the data does not fit. */
export async function prepareRequests(facts: ServerFacts, asked: Asked): Promise<Prepared> {
  const { batch, shapes } = asked.options;
  const shapeText = (tensor: { readonly name: string; readonly datatype: string; readonly shape: readonly number[] }) =>
    `${tensor.name} ${tensor.datatype} [${tensor.shape.join(', ')}]`;
  const sets = asked.data === null ? undefined : await fromData(facts, asked.data, asked);
  const tensors =
    sets ??
    Array.from({ length: different }, (_, seed) =>
      facts.inputs.map((input) => madeUp(input, shapeOf(input, batch, shapes), seed)),
    );
  const what = (tensors[0] ?? []).map(shapeText).join(', ');
  return {
    requests: tensors.map((set) => (asked.protocol === 'http' ? overHttp(facts, set, asked) : overGrpc(facts, set))),
    input: asked.data === null ? `made up: ${what}` : `${tensors.length} samples of the data: ${what}`,
  };
}

export function overHttp(
  { model }: Pick<ServerFacts, 'model'>,
  tensors: readonly WireTensor[],
  { url, token }: Pick<Asked, 'url' | 'token'>,
): Buffer {
  const head = Buffer.from(
    JSON.stringify({
      inputs: tensors.map(({ name, datatype, shape, bytes }) => ({
        name,
        datatype,
        shape,
        parameters: { binary_data_size: bytes.byteLength },
      })),
      parameters: { binary_data_output: true },
    }),
  );
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Inference-Header-Content-Length': String(head.length),
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
  };
  const path = `${url.replace(/\/$/, '')}/v2/models/${encodeURIComponent(model)}/infer`;
  return preparedHttp(path, headers, Buffer.concat([head, ...tensors.map(({ bytes }) => bytes)]));
}

export function overGrpc({ model }: Pick<ServerFacts, 'model'>, tensors: readonly WireTensor[]): Buffer {
  return framed('ModelInfer', {
    model_name: model,
    inputs: tensors.map(({ name, datatype, shape }) => ({ name, datatype, shape })),
    raw_input_contents: tensors.map(({ bytes }) => Buffer.from(bytes)),
  });
}

async function fromData(
  { inputs }: ServerFacts,
  path: string,
  { preprocessing, options }: Asked,
): Promise<WireTensor[][]> {
  const { batch } = options;
  const listing = listData(path);
  const [first] = inputs;
  // Evenly over the data, whatever its order.
  const places = (count: number) => {
    const many = Math.min(different, count);
    return Array.from({ length: many }, (_, index) => Math.floor((index * count) / many));
  };
  if (listing.kind === 'images' && preprocessing === null && first) {
    return places(listing.files.length).map((place) => {
      const image = readFileSync(listing.files[place]?.path ?? path);
      const bytes = writeElements(Array.from({ length: batch }, () => image));
      return [{ name: first.name, datatype: 'BYTES', shape: [batch], bytes }];
    });
  }
  const ports = inputs.map(portOf);
  const reader = await openData(path, preprocessing, ports);
  return Promise.all(
    places(reader.count).map(async (place) => {
      const values = await reader.read(place);
      return ports.map((port, index) => {
        const value = values[port.name];
        const tensor = inputs[index];
        if (value && tensor) return wireOf(tensor.name, tensor.datatype, converted(port, value), batch);
        throw new LatheError({
          kind: 'use',
          reason: `${path} has no values for the input '${port.name}'.`,
          next: 'Save a .npz file with one array for each input, under the inputs’ names.',
        });
      });
    }),
  );
}

function portOf({ name, datatype, shape }: ServerFacts['inputs'][number]): Port {
  const type = isDatatype(datatype) ? valueTypeOf(datatype) : undefined;
  return { name, type, shape: shape.map((size, axis) => (size < 0 ? `axis${axis}` : size)) };
}

/** A sample of one row is repeated to the batch. */
function wireOf(name: string, datatype: string, value: Value, batch: number): WireTensor {
  if (!isDatatype(datatype)) throw new Error(`no type ${datatype}`);
  const bytes =
    value.type === 'string'
      ? writeTexts(value.data)
      : new Uint8Array(value.data.buffer, value.data.byteOffset, value.data.byteLength);
  if (batch === 1 || value.dims[0] !== 1) return { name, datatype, shape: value.dims, bytes };
  return {
    name,
    datatype,
    shape: [batch, ...value.dims.slice(1)],
    bytes: Buffer.concat(Array.from({ length: batch }, () => bytes)),
  };
}
