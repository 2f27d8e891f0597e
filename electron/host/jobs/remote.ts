// Jobs that another host does: which they are, and what they say of themselves.
import type { StartRequest } from '#core/contract/call.ts';
import type { Library } from '../library.ts';
import { bench } from './bench.ts';
import { build } from './build.ts';
import { compare } from './compare.ts';
import type { JobHead } from './plan.ts';

export type RemoteStart = Extract<StartRequest, { kind: 'build' | 'bench' | 'compare' }>;

/** The request where it names another host. */
export function remoteStart(start: StartRequest): RemoteStart | undefined {
  if (start.kind !== 'build' && start.kind !== 'bench' && start.kind !== 'compare') return undefined;
  return start.request.host === undefined ? undefined : start;
}

/** As it would be here. Throws LatheError where the request names something unknown. */
export function remoteHead(start: RemoteStart, library: Library): JobHead {
  if (start.kind === 'build') return build.head(start.request, library);
  return start.kind === 'bench' ? bench.head(start.request, library) : compare.head(start.request, library);
}
