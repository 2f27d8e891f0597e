// Loads models, opens the ports when they are warm, and closes again without losing a request.
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { LatheError } from '#core/contract/failure.ts';
import type { ServedPath, ServedVersion, ServingOptions } from '#core/contract/serving.ts';
import { latheVersion } from '#electron/worker/device.ts';
import { createGrpcServer, grpcCredentials } from './grpc/server.ts';
import { createHttpServer } from './http/server.ts';
import { warmUpGateway } from './http/warmUpGateway.ts';
import { createImageDecoder } from './images/imageDecoder.ts';
import { createMetrics } from './metrics.ts';
import type { ServingParts } from './parts.ts';
import { createRepository, type Repository } from './repository.ts';
import { admitsToken } from './token.ts';

export interface Serving {
  /** Where clients reach it; null where not served. */
  readonly http: string | null;
  readonly grpc: string | null;
  readonly repository: Repository;
  /** Answers what has come, takes nothing new, and ends the engines. */
  close(): Promise<void>;
}

export interface ServingTask {
  /** Of models with the same name the later ones are the later versions. */
  readonly models: readonly ServedPath[];
  readonly options: ServingOptions;
  readonly log: (line: string) => void;
  readonly onChange?: (versions: readonly ServedVersion[]) => void;
}

/** How long requests may take to end when the server is told to stop, in milliseconds. */
const drainMs = 30_000;
const idleMs = 50;

/** @throws LatheError or ServingError where a model does not load or a port cannot be had. */
export async function startServing({ models, options, log, onChange }: ServingTask): Promise<Serving> {
  const metrics = createMetrics();
  let accepting = true;
  let counting = false;
  const repository = createRepository({
    options,
    metrics,
    log,
    counts: () => counting,
    onChange: () => onChange?.(repository.status()),
  });
  const decoder = createImageDecoder(log);
  const parts: ServingParts = {
    repository,
    metrics,
    decoder,
    options,
    admits: admitsToken(options.token),
    access: options.accessLog ? log : undefined,
    lathe: latheVersion(),
    accepting: () => accepting,
  };
  const tls = readTls(options);
  const http = options.http === null ? undefined : createHttpServer(parts, tls);
  const grpc = options.grpc === null ? undefined : createGrpcServer(parts);
  const close = async () => {
    accepting = false;
    const ended = Promise.all([
      http?.listening ? new Promise((done) => http.close(done)) : undefined,
      grpc && new Promise((done) => grpc.tryShutdown(done)),
    ]);
    // Connections that were busy until now are idle one by one.
    const idle = setInterval(() => http?.closeIdleConnections(), idleMs);
    const late = setTimeout(() => {
      http?.closeAllConnections();
      grpc?.forceShutdown();
    }, drainMs);
    await repository.close();
    decoder.close();
    await ended;
    clearInterval(idle);
    clearTimeout(late);
  };
  try {
    const names = new Set(models.map(({ name }) => name));
    await Promise.all(
      [...names].map((name) =>
        repository.load(
          name,
          models.filter((one) => one.name === name),
        ),
      ),
    );
    if (http) await warmUpGateway(parts);
    counting = true;
    const { host } = options;
    const httpPort = http && (await listen(http, options.http ?? 0, host));
    const grpcPort = grpc && (await bind(grpc, options.grpc ?? 0, host, tls));
    const name = host.includes(':') ? `[${host}]` : host;
    return {
      http: httpPort === undefined ? null : `${tls ? 'https' : 'http'}://${name}:${httpPort}`,
      grpc: grpcPort === undefined ? null : `${name}:${grpcPort}`,
      repository,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function readTls({ tls }: ServingOptions): { cert: Buffer; key: Buffer } | undefined {
  if (!tls) return undefined;
  const read = (path: string, option: string) => {
    try {
      return readFileSync(path);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new LatheError({
        kind: 'use',
        reason: `--${option} ${path} cannot be read (${why}).`,
        next: 'Name a file in PEM.',
      });
    }
  };
  return { cert: read(tls.certificate, 'tls-cert'), key: read(tls.key, 'tls-key') };
}

function listen(server: ReturnType<typeof createHttpServer>, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(portFailure('HTTP', host, port, error.message)));
    // Thousands of clients may connect at the same moment.
    server.listen({ port, host, backlog: 4096 }, () => resolve((server.address() as AddressInfo).port));
  });
}

function bind(
  server: ReturnType<typeof createGrpcServer>,
  port: number,
  host: string,
  tls: ReturnType<typeof readTls>,
): Promise<number> {
  const name = host.includes(':') ? `[${host}]` : host;
  return new Promise((resolve, reject) => {
    server.bindAsync(`${name}:${port}`, grpcCredentials(tls), (error, bound) =>
      error ? reject(portFailure('gRPC', host, port, error.message)) : resolve(bound),
    );
  });
}

/** The gRPC library tells no code, only that no address could be had. */
function portFailure(protocol: 'HTTP' | 'gRPC', host: string, port: number, why: string): LatheError {
  const how = /EADDRINUSE|No address added/.test(why)
    ? 'is taken already'
    : /EACCES/.test(why)
      ? 'needs more rights than this user has'
      : /EADDRNOTAVAIL|ENOTFOUND/.test(why)
        ? 'cannot be had, since the address is none of this machine'
        : `cannot be had (${why})`;
  return new LatheError({
    kind: 'use',
    reason: `For ${protocol}, port ${port} of ${host} ${how}.`,
    next: `Choose another ${protocol} port, or 0 for any that is free.`,
  });
}
