// Messages of the protocol over gRPC as bytes, by the schema that the server reads them with.
import type { ServiceDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { type GrpcCall, schema } from '#electron/deploy/grpc/schema.ts';

const definition = fromJSON(schema, { keepCase: true, longs: Number, defaults: true, arrays: true, enums: String });
const service = definition['inference.GRPCInferenceService'] as ServiceDefinition;

/** With the five bytes before it that gRPC puts before each message: not compressed, and its length. */
export function framed(call: GrpcCall, message: object): Buffer {
  const bytes = method(call).requestSerialize(message);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

export function readAnswer(call: GrpcCall, body: Buffer): unknown {
  return method(call).responseDeserialize(body.subarray(5));
}

export function pathOf(call: GrpcCall): string {
  return method(call).path;
}

function method(call: GrpcCall) {
  const found = service[call];
  if (!found) throw new Error(`the protocol has no call ${call}`);
  return found;
}
