// The protocol over REST.
import { createServer as createPlain, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { CancelSignal } from '#electron/deploy/batch/batcher.ts';
import { imageTensor } from '#electron/deploy/images/imageInput.ts';
import { infer } from '#electron/deploy/infer.ts';
import type { ServedModel } from '#electron/deploy/model/servedModel.ts';
import type { ServingParts } from '#electron/deploy/parts.ts';
import {
  modelConfiguration,
  modelMetadata,
  modelStatistics,
  serverMetadata,
} from '#electron/deploy/protocol/metadata.ts';
import { refuseOverrides } from '#electron/deploy/protocol/refuse.ts';
import { invalid, ServingError, toServingError } from '#electron/deploy/protocol/servingError.ts';
import { inferAnswer } from './inferAnswer.ts';
import { type InferBody, readInferBody } from './inferBody.ts';
import { parameterNames } from './parameterNames.ts';
import { readBody } from './readBody.ts';
import { type InferRoute, type Route, routeOf } from './routes.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Uint8Array;
}

/** Connections that say nothing are kept so long, so that clients may go on using them. */
const idleMs = 75_000;

export function createHttpServer(parts: ServingParts, tls: { cert: Buffer; key: Buffer } | undefined): Server {
  const listener = (request: IncomingMessage, response: ServerResponse) => void serve(parts, request, response);
  const server = tls ? createSecure({ ...tls, keepAliveTimeout: idleMs }, listener) : createPlain(listener);
  server.keepAliveTimeout = idleMs;
  server.requestTimeout = 120_000;
  server.on('connection', (socket) => socket.setNoDelay(true));
  return server;
}

async function serve(parts: ServingParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const arrived = performance.now();
  const signal: CancelSignal = {};
  response.on('close', () => {
    if (!response.writableFinished) signal.onCancel?.();
  });
  let answer: Answer;
  try {
    const route = routeOf(request.method ?? 'GET', request.url ?? '/');
    if (!parts.admits(request.headers.authorization) && route.call !== 'live' && route.call !== 'ready') {
      const headers = { 'WWW-Authenticate': 'Bearer' };
      throw new ServingError('unauthenticated', 'send the token as Authorization: Bearer TOKEN', headers);
    }
    answer = await answerTo(parts, route, request, arrived, signal);
  } catch (error) {
    const failure = toServingError(error);
    const { status, headers, body } = json(failure.status, { error: failure.message });
    // The connection stays: a client that is still sending its body would find it broken before it could read why. Node
    // throws away what is left of it.
    answer = { status, headers: { ...headers, ...failure.headers }, body };
  }
  if (!parts.accepting()) response.shouldKeepAlive = false;
  if (!response.destroyed) {
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  }
  parts.access?.(
    `${request.socket.remoteAddress ?? '-'} ${request.method} ${request.url} ${answer.status} ${answer.body.byteLength} ${(performance.now() - arrived).toFixed(2)} ms`,
  );
}

/** @throws ServingError. */
function answerTo(
  parts: ServingParts,
  route: Route,
  request: IncomingMessage,
  arrived: number,
  signal: CancelSignal,
): Answer | Promise<Answer> {
  const { repository } = parts;
  switch (route.call) {
    case 'infer':
      return answerInfer(parts, route, request, arrived, signal);
    case 'live':
      return empty(200);
    case 'ready':
      return empty(parts.accepting() && repository.ready ? 200 : 503);
    case 'server':
      return json(200, serverMetadata(parts));
    case 'modelReady':
      return empty(repository.find(route.model, route.version).ready ? 200 : 503);
    case 'model':
      return json(200, modelMetadata(parts, route.model, route.version));
    case 'config':
      return json(200, modelConfiguration(parts, route.model, route.version));
    case 'stats':
      return json(200, modelStatistics(parts, route.model, route.version));
    case 'index':
      return json(200, repository.index());
    case 'load':
      return answerLoad(parts, route.model, request);
    case 'unload':
      return repository.unload(route.model).then(() => empty(200));
    case 'metrics':
      return metricsAnswer(parts);
  }
}

async function answerLoad({ repository, options }: ServingParts, name: string, request: IncomingMessage) {
  const body = await readBody(request, options.bodyLimit);
  refuseOverrides(name, body.byteLength > 0 ? parameterNames(body) : []);
  await repository.reload(name);
  return empty(200);
}

async function metricsAnswer({ metrics }: ServingParts): Promise<Answer> {
  const body = Buffer.from(await metrics.text());
  return {
    status: 200,
    headers: { 'Content-Type': metrics.contentType, 'Content-Length': body.byteLength },
    body,
  };
}

async function answerInfer(
  parts: ServingParts,
  { model, version }: InferRoute,
  request: IncomingMessage,
  arrived: number,
  signal: CancelSignal,
): Promise<Answer> {
  if (!parts.accepting()) throw new ServingError('unavailable', 'the server is stopping');
  const served = parts.repository.find(model, version);
  const body = await readBody(request, parts.options.bodyLimit);
  const { id, request: asked, binary } = read(served, request, body);
  const outputs = await infer(parts, served, asked, arrived, signal);
  const { headers, body: answer } = inferAnswer({ model, version: served.version, id, outputs, binary });
  return { status: 200, headers, body: answer };
}

/** A body that is an image itself stands for a request with that image alone. */
function read({ name, imageInput }: ServedModel, request: IncomingMessage, body: Uint8Array): InferBody {
  if (!request.headers['content-type']?.startsWith('image/')) return readInferBody(body, jsonBytes(request));
  if (!imageInput) {
    throw invalid(`model '${name}' takes no images: nothing says how they become its input, or it has several`);
  }
  return { id: undefined, request: { tensors: [imageTensor(imageInput, body)], outputs: [] }, binary: () => false };
}

function jsonBytes({ headers }: IncomingMessage): number | undefined {
  const text = headers['inference-header-content-length'];
  if (text === undefined) return undefined;
  const length = Number(text);
  if (typeof text === 'string' && /^\d+$/.test(text)) return length;
  throw invalid(`Inference-Header-Content-Length is ${JSON.stringify(text)}, which is no number of bytes`);
}

function json(status: number, value: unknown): Answer {
  const body = Buffer.from(JSON.stringify(value));
  return { status, headers: { 'Content-Type': 'application/json', 'Content-Length': body.byteLength }, body };
}

function empty(status: number): Answer {
  return { status, headers: { 'Content-Length': 0 }, body: new Uint8Array() };
}
