// A request as it is written down: a server's token is for the moment in which it was given.
import type { StartRequest } from '#core/contract/call.ts';

export function withoutSecrets(start: StartRequest): StartRequest {
  return start.kind === 'load' ? { ...start, request: { ...start.request, token: null } } : start;
}
