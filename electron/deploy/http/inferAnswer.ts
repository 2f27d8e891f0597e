// The answer to an inference over REST: JSON, with binary data behind it for the outputs that were asked for so.
import { jsonOfBytes } from '#electron/deploy/protocol/jsonData.ts';
import type { WireTensor } from '#electron/deploy/protocol/wireTensor.ts';
import { floatsText } from './floatsText.ts';

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

export function inferAnswer(parts: AnswerParts): InferAnswer {
  const { outputs, binary } = parts;
  const data = outputs.filter(({ name }) => binary(name)).map(({ bytes }) => bytes);
  if (data.length === 0) {
    const body = jsonOf(parts);
    return { body, headers: { 'Content-Type': 'application/json', 'Content-Length': body.byteLength } };
  }
  const json = data.length === outputs.length ? jsonOfBinary(parts) : jsonOf(parts);
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

function jsonOf({ model, version, id, outputs, binary }: AnswerParts): Buffer {
  const described = outputs.map(({ name, datatype, shape, bytes }) => {
    if (binary(name)) {
      return JSON.stringify({ name, datatype, shape, parameters: { binary_data_size: bytes.byteLength } });
    }
    const text = numbersText({ datatype, bytes });
    if (text === undefined) return JSON.stringify({ name, datatype, shape, data: jsonOfBytes({ datatype, bytes }) });
    return `${opened({ name, datatype, shape })},"data":[${text}]}`;
  });
  const head = opened({ model_name: model, model_version: version, ...(id ? { id } : {}) });
  return Buffer.from(`${head},"outputs":[${described.join()}]}`);
}

/** Undefined where JSON's own writer does. It would round whole numbers beyond 2^53. */
function numbersText({ datatype, bytes }: Pick<WireTensor, 'datatype' | 'bytes'>): string | undefined {
  if (datatype === 'FP32') return floatsText(bytes);
  if (datatype === 'INT64') return new BigInt64Array(Uint8Array.from(bytes).buffer).join();
  if (datatype === 'UINT64') return new BigUint64Array(Uint8Array.from(bytes).buffer).join();
  return undefined;
}

/** An object that goes on. */
function opened(fields: object): string {
  return JSON.stringify(fields).slice(0, -1);
}

/** Answers with binary data mostly say the same before it, so that the last such JSON is kept. */
let last: { readonly said: Said; readonly json: Buffer } | undefined;

/** All that stands in it. */
interface Said extends Pick<AnswerParts, 'model' | 'version' | 'id'> {
  readonly outputs: readonly (Omit<WireTensor, 'bytes'> & { readonly bytes: { readonly byteLength: number } })[];
}

function jsonOfBinary(parts: AnswerParts): Buffer {
  if (last && saysTheSame(last.said, parts)) return last.json;
  const { model, version, id } = parts;
  // The bytes themselves are not kept.
  const outputs = parts.outputs.map((output) => ({ ...output, bytes: { byteLength: output.bytes.byteLength } }));
  const json = jsonOf(parts);
  last = { said: { model, version, id, outputs }, json };
  return json;
}

function saysTheSame(said: Said, { model, version, id, outputs }: Said): boolean {
  return (
    said.model === model &&
    said.version === version &&
    said.id === id &&
    said.outputs.length === outputs.length &&
    said.outputs.every((one, place) => {
      const { name, datatype, shape, bytes } = outputs[place] as Said['outputs'][number];
      return (
        one.name === name &&
        one.datatype === datatype &&
        one.bytes.byteLength === bytes.byteLength &&
        one.shape.length === shape.length &&
        one.shape.every((size, axis) => size === shape[axis])
      );
    })
  );
}
