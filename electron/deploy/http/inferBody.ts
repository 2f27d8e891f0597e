// The body of an inference over REST: JSON, with tensors as binary data behind it where the header says so.
import type { InferRequest } from '#electron/deploy/infer.ts';
import { isDatatype } from '#electron/deploy/protocol/datatype.ts';
import { bytesOfJson, deepest } from '#electron/deploy/protocol/jsonData.ts';
import { refuseSharedMemory } from '#electron/deploy/protocol/refuse.ts';
import { invalid } from '#electron/deploy/protocol/servingError.ts';
import type { WireTensor } from '#electron/deploy/protocol/wireTensor.ts';
import { exactData } from './exactData.ts';
import { liftNumbers } from './numberArrays.ts';
import type { Reals } from './numbersRead.ts';

export interface InferBody {
  readonly id: string | undefined;
  readonly request: InferRequest;
  /** Whether an output is wanted as binary data. */
  readonly binary: (output: string) => boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checked by hand: a schema's general machinery would take as long as all else that a small request needs.
 * @param jsonBytes what `Inference-Header-Content-Length` says; undefined: all is JSON.
 * @throws ServingError that says what is wrong with it.
 */
export function readInferBody(body: Uint8Array, jsonBytes: number | undefined): InferBody {
  if (jsonBytes !== undefined && jsonBytes > body.byteLength) {
    throw invalid(`Inference-Header-Content-Length is ${jsonBytes}, and the body has ${body.byteLength} bytes`);
  }
  let offset = jsonBytes ?? body.byteLength;
  const bytesOfHead = Buffer.from(body.buffer, body.byteOffset, offset);
  const head = headOf(bytesOfHead, jsonBytes !== undefined);
  let { arrays } = head;
  const root = fields(head.root, 'its root');
  const common = parametersOf(root, 'parameters');
  const inputs = list(root.inputs, 'inputs').map((input, place): WireTensor => {
    const at = `inputs.${place}`;
    const { name: rawName, datatype, shape: rawShape, data, ...rest } = fields(input, at);
    const name = text(rawName, `${at}.name`);
    if (!isDatatype(datatype)) throw wrong(`${at}.datatype`, `${JSON.stringify(datatype)} is no datatype`);
    const shape = shapeOf(rawShape, `${at}.shape`);
    const own = parametersOf(rest, `${at}.parameters`);
    refuseSharedMemory(own, `input '${name}'`);
    const length = own?.binary_data_size;
    if (length === undefined) {
      if (typeof data === 'number' && datatype !== 'FP32' && arrays[data] instanceof Float32Array) {
        // Its datatype stands behind its data, or twice: floats may not be all that it holds.
        arrays = liftNumbers(bytesOfHead, false).arrays;
      }
      const read = typeof data === 'number' ? arrays[data] : data;
      const values = datatype.endsWith('INT64') && hasRounded(read) ? exactData(bytesOfHead, place) : read;
      return { name, datatype, shape, bytes: bytesOfJson(name, datatype, shape, values) };
    }
    if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) {
      throw invalid(`input '${name}' has the binary_data_size ${JSON.stringify(length)}`);
    }
    if (data !== undefined && data !== null) throw invalid(`input '${name}' has both 'data' and binary data`);
    const bytes = body.subarray(offset, offset + length);
    if (bytes.byteLength < length) {
      throw invalid(`the body ends ${length - bytes.byteLength} bytes before the ${length} of input '${name}'`);
    }
    offset += length;
    return { name, datatype, shape, bytes };
  });
  if (offset !== body.byteLength) {
    throw invalid(`the body has ${body.byteLength - offset} bytes that belong to no input`);
  }
  const outputs = root.outputs === undefined || root.outputs === null ? [] : list(root.outputs, 'outputs');
  const asked = outputs.map((output, place) => {
    const own = fields(output, `outputs.${place}`);
    const parameters = parametersOf(own, `outputs.${place}.parameters`);
    const name = text(own.name, `outputs.${place}.name`);
    refuseSharedMemory(parameters, `output '${name}'`);
    return { name, parameters, classes: classesOf(parameters) };
  });
  return {
    id: root.id === undefined || root.id === null ? undefined : text(root.id, 'id'),
    request: { tensors: inputs, outputs: asked.map(({ name, classes }) => ({ name, classes })) },
    binary: (name) =>
      (asked.find((output) => output.name === name)?.parameters?.binary_data ?? common?.binary_data_output) === true,
  };
}

interface Head {
  readonly root: unknown;
  readonly arrays: readonly Reals[];
}

/** A client's requests with binary data say the same before it, so that the last such head is kept. */
let last: { readonly bytes: Buffer; readonly head: Head } | undefined;
const longestKept = 2 ** 12;

function headOf(bytes: Buffer, isRepeated: boolean): Head {
  if (isRepeated && last?.bytes.equals(bytes)) return last.head;
  const { json, arrays } = liftNumbers(bytes);
  const head = { root: parsed(json), arrays };
  // Numbers hold until the next body only.
  if (isRepeated && arrays.length === 0 && bytes.byteLength <= longestKept) last = { bytes: Buffer.from(bytes), head };
  return head;
}

function classesOf(parameters: Fields | undefined): number | undefined {
  const count = parameters?.classification;
  return typeof count === 'number' && count > 0 ? count : undefined;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw invalid(`the request is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function wrong(where: string, what: string): Error {
  return invalid(`the request is not understood at ${where}: ${what}`);
}

function fields(value: unknown, where: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw wrong(where, 'an object is expected');
}

function list(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(where, 'an array is expected');
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  throw wrong(where, 'a text is expected');
}

function parametersOf({ parameters }: Fields, where: string): Fields | undefined {
  // Clients that write every field of theirs write null for those that say nothing.
  return parameters === undefined || parameters === null ? undefined : fields(parameters, where);
}

/** Whether doubles may not be the whole numbers that were written. */
function hasRounded(values: unknown): boolean {
  const flat = Array.isArray(values) ? values.flat(deepest) : values instanceof Float64Array ? values : [];
  return flat.some((value: unknown) => typeof value === 'number' && !Number.isSafeInteger(value));
}

function shapeOf(value: unknown, where: string): readonly number[] {
  const sizes = list(value, where);
  for (const size of sizes) {
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
      throw wrong(where, `${JSON.stringify(size)} is no size`);
    }
  }
  return sizes as readonly number[];
}
