// What was asked of the host in this visit: what a comparison will do is known before its steps begin.
import type { StartRequest } from '#core/contract/call.ts';

const requests = new Map<string, StartRequest>();

export function keepRequest(job: string, request: StartRequest): void {
  requests.set(job, request);
}

export function requestOf(job: string): StartRequest | null {
  return requests.get(job) ?? null;
}
