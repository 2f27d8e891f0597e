// What was asked of the host in this visit, so that a failed job can be asked again word for word.
import type { StartRequest } from '#core/contract/call.ts';

const requests = new Map<string, StartRequest>();

export function keepRequest(job: string, request: StartRequest): void {
  requests.set(job, request);
}

export function requestOf(job: string): StartRequest | null {
  return requests.get(job) ?? null;
}
