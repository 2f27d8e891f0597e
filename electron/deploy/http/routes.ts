// Which call of the protocol a request means.
import { extensions } from '#electron/deploy/parts.ts';
import { ServingError } from '#electron/deploy/protocol/servingError.ts';

export type Route =
  | { readonly call: 'live' | 'ready' | 'server' | 'metrics' | 'index' }
  | { readonly call: 'modelReady' | 'model' | 'config'; readonly model: string; readonly version: string | undefined }
  | InferRoute
  | { readonly call: 'stats'; readonly model: string | undefined; readonly version: string | undefined }
  | { readonly call: 'load' | 'unload'; readonly model: string };

export interface InferRoute {
  readonly call: 'infer';
  readonly model: string;
  readonly version: string | undefined;
}

const plain: Readonly<Record<string, readonly [string, Route]>> = {
  '/v2': ['GET', { call: 'server' }],
  '/v2/': ['GET', { call: 'server' }],
  '/v2/health/live': ['GET', { call: 'live' }],
  '/v2/health/ready': ['GET', { call: 'ready' }],
  '/v2/models/stats': ['GET', { call: 'stats', model: undefined, version: undefined }],
  '/v2/repository/index': ['POST', { call: 'index' }],
  '/metrics': ['GET', { call: 'metrics' }],
};
const repositoryPath = /^\/v2\/repository\/models\/([^/]+)\/(load|unload)$/;
const modelPath = /^\/v2\/models\/([^/]+)(?:\/versions\/([^/]+))?(?:\/(ready|infer|config|stats))?$/;
const modelCalls = { ready: 'modelReady', infer: 'infer', config: 'config', stats: 'stats' } as const;

/** Clients ask the same again and again. */
const kept = new Map<string, Route>();
const mostKept = 256;

/** @throws ServingError where the path is unknown, or the method is another. */
export function routeOf(method: string, url: string): Route {
  const text = `${method} ${url}`;
  const known = kept.get(text);
  if (known) return known;
  const route = found(method, url);
  if (kept.size === mostKept) kept.clear();
  kept.set(text, route);
  return route;
}

function found(method: string, url: string): Route {
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  const known = Object.hasOwn(plain, path) ? plain[path] : undefined;
  if (known) return requireMethod(known[0], method, path, known[1]);
  const model = modelPath.exec(path);
  if (model) {
    const [, name = '', version, action] = model;
    const call = action === undefined ? 'model' : modelCalls[action as keyof typeof modelCalls];
    const wanted = call === 'infer' ? 'POST' : 'GET';
    return requireMethod(wanted, method, path, { call, model: decoded(name), version: version && decoded(version) });
  }
  const change = repositoryPath.exec(path);
  if (change) {
    const [, name = '', call] = change;
    return requireMethod('POST', method, path, { call: call === 'load' ? 'load' : 'unload', model: decoded(name) });
  }
  const has = path.startsWith('/v2/')
    ? `of the protocol's extensions this server has ${extensions.join(', ')}`
    : "the protocol's paths begin with /v2";
  throw new ServingError('notFound', `there is nothing at ${path}; ${has}`);
}

function requireMethod(wanted: string, method: string, path: string, route: Route): Route {
  // Of what GET answers, HEAD asks for the head.
  if (method === wanted || (method === 'HEAD' && wanted === 'GET')) return route;
  const allow = { Allow: wanted === 'GET' ? 'GET, HEAD' : wanted };
  throw new ServingError('notAllowed', `${path} takes ${wanted}, and ${method} was sent`, allow);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ServingError('notFound', `${text} is no name`);
  }
}
