// The same question in the form that each server takes.
import { prepared, type Target } from './client.ts';

/** What a client has: a tensor as numbers, as bytes, or an image. */
export type Form = 'json' | 'binary' | 'image';

export interface Question {
  readonly input: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly image: Buffer | undefined;
}

const json = { 'Content-Type': 'application/json' };

/** Undefined where the server has no such form. */
export function targetFor(
  server: 'Lathe' | 'FastAPI' | 'MLServer',
  url: string,
  form: Form,
  question: Question,
): Target | undefined {
  const { input, shape, values, image } = question;
  if (form === 'image' && !image) return undefined;
  const data = Array.from(values, (value) => Number(value.toFixed(4)));
  const bytes = Buffer.from(values.buffer);
  const tensor = { name: input, datatype: 'FP32', shape };
  if (server === 'FastAPI') {
    if (form === 'json') return prepared(`${url}/json`, json, Buffer.from(JSON.stringify({ shape, data })));
    if (form === 'binary') return prepared(`${url}/binary`, { 'x-shape': shape.join(',') }, bytes);
    return prepared(`${url}/image`, { 'Content-Type': 'image/jpeg' }, image ?? bytes);
  }
  const path = `${url}/v2/models/model/infer`;
  if (form === 'json') return prepared(path, json, Buffer.from(JSON.stringify({ inputs: [{ ...tensor, data }] })));
  // MLServer reads neither binary data over REST nor images.
  if (server === 'MLServer') return undefined;
  if (form === 'image') return prepared(path, { 'Content-Type': 'image/jpeg' }, image ?? bytes);
  const parameters = { binary_data_size: bytes.byteLength };
  const head = Buffer.from(
    JSON.stringify({ inputs: [{ ...tensor, parameters }], parameters: { binary_data_output: true } }),
  );
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Inference-Header-Content-Length': String(head.length),
  };
  return prepared(path, headers, Buffer.concat([head, bytes]));
}
