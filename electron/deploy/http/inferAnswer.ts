// The answer to an inference over REST: JSON, with binary data behind it for the outputs that were asked for so.
import { jsonOfBytes } from '#electron/deploy/protocol/jsonData.ts';
import type { WireTensor } from '#electron/deploy/protocol/wireTensor.ts';

export interface InferAnswer {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string | number>>;
}

export interface AnswerParts {
  readonly model: string;
  readonly version: string;
  readonly id: string | undefined;
  readonly outputs: readonly WireTensor[];
  readonly binary: (output: string) => boolean;
}

export function inferAnswer({ model, version, id, outputs, binary }: AnswerParts): InferAnswer {
  const data: Uint8Array[] = [];
  const described = outputs.map(({ name, datatype, shape, bytes }) => {
    if (!binary(name)) return { name, datatype, shape, data: jsonOfBytes({ datatype, bytes }) };
    data.push(bytes);
    return { name, datatype, shape, parameters: { binary_data_size: bytes.byteLength } };
  });
  const head = JSON.stringify({ model_name: model, model_version: version, ...(id ? { id } : {}), outputs: described });
  if (data.length === 0) {
    const body = Buffer.from(head);
    return { body, headers: { 'Content-Type': 'application/json', 'Content-Length': body.byteLength } };
  }
  const json = Buffer.from(head);
  const body = Buffer.concat([json, ...data]);
  return {
    body,
    headers: {
      'Content-Type': 'application/octet-stream',
      'Inference-Header-Content-Length': json.byteLength,
      'Content-Length': body.byteLength,
    },
  };
}
