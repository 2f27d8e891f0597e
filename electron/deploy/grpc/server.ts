// The protocol over gRPC.
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import type { CancelSignal } from '#electron/deploy/batch/batcher.ts';
import { infer } from '#electron/deploy/infer.ts';
import type { ServingParts } from '#electron/deploy/parts.ts';
import {
  modelConfiguration,
  modelMetadata,
  modelStatistics,
  serverMetadata,
} from '#electron/deploy/protocol/metadata.ts';
import { refuseOverrides } from '#electron/deploy/protocol/refuse.ts';
import { ServingError, toServingError } from '#electron/deploy/protocol/servingError.ts';
import { type ModelInferRequest, requestOf, responseOf } from './messages.ts';
import { type GrpcCall, schema } from './schema.ts';

interface Named {
  readonly name: string;
  readonly version: string;
}

interface LoadRequest {
  readonly model_name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

type Answers = { readonly [C in GrpcCall]: (request: never, arrived: number, signal: CancelSignal) => unknown };

export function createGrpcServer(parts: ServingParts): Server {
  const { repository, options } = parts;
  const answers: Answers = {
    ServerLive: () => ({ live: true }),
    ServerReady: () => ({ ready: parts.accepting() && repository.ready }),
    ModelReady: ({ name, version }: Named) => ({ ready: repository.find(name, version).ready }),
    ServerMetadata: () => serverMetadata(parts),
    ModelMetadata: ({ name, version }: Named) => modelMetadata(parts, name, version || undefined),
    ModelConfig: ({ name, version }: Named) => ({ config: modelConfiguration(parts, name, version) }),
    ModelStatistics: ({ name, version }: Named) => modelStatistics(parts, name || undefined, version),
    RepositoryIndex: ({ ready }: { readonly ready: boolean }) => ({
      models: repository.index().filter(({ state }) => !ready || state === 'READY'),
    }),
    async RepositoryModelLoad({ model_name: name, parameters }: LoadRequest) {
      refuseOverrides(name, Object.keys(parameters));
      await repository.reload(name);
      return {};
    },
    async RepositoryModelUnload({ model_name: name }: { readonly model_name: string }) {
      await repository.unload(name);
      return {};
    },
    async ModelInfer(message: ModelInferRequest, arrived, signal) {
      if (!parts.accepting()) throw new ServingError('unavailable', 'the server is stopping');
      const model = repository.find(message.model_name, message.model_version || undefined);
      const outputs = await infer(parts, model, requestOf(message), arrived, signal);
      return responseOf(message.model_name, model.version, message.id, outputs);
    },
  };
  const server = new Server({
    'grpc.max_receive_message_length': options.bodyLimit,
    'grpc.max_send_message_length': -1,
  });
  const definition = fromJSON(schema, { keepCase: true, longs: String, defaults: true, arrays: true, enums: String });
  const implementation: UntypedServiceImplementation = Object.fromEntries(
    Object.entries(answers).map(([call, answer]) => [call, handler(parts, call, answer)]),
  );
  server.addService(definition['inference.GRPCInferenceService'] as ServiceDefinition, implementation);
  return server;
}

function handler(parts: ServingParts, name: string, answer: Answers[GrpcCall]): handleUnaryCall<unknown, unknown> {
  return (call, callback) => {
    const arrived = performance.now();
    const signal: CancelSignal = {};
    call.on('cancelled', () => signal.onCancel?.());
    const [authorization] = call.metadata.get('authorization');
    const open = name === 'ServerLive' || name === 'ServerReady';
    const log = (code: number) =>
      parts.access?.(`${call.getPeer()} gRPC ${name} ${code} ${(performance.now() - arrived).toFixed(2)} ms`);
    const work = async () => {
      if (!open && !parts.admits(authorization?.toString())) {
        throw new ServingError('unauthenticated', 'send the token as authorization: Bearer TOKEN');
      }
      return answer(call.request as never, arrived, signal);
    };
    work().then(
      (reply) => {
        callback(null, reply);
        log(0);
      },
      (error: unknown) => {
        const failure = toServingError(error);
        callback({ code: failure.grpcCode, details: failure.message });
        log(failure.grpcCode);
      },
    );
  };
}

export function grpcCredentials(tls: { cert: Buffer; key: Buffer } | undefined): ServerCredentials {
  return tls
    ? ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.cert }])
    : ServerCredentials.createInsecure();
}
