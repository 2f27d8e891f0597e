// What a handler of a call looks like, derived from the contract's table.
import type { CallName, CallOutput, CallParsed } from '#core/contract/call.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { Parts, Ports } from '../parts.ts';

export interface CallContext {
  readonly parts: Parts;
  readonly ports: Ports;
}

export type Call<N extends CallName> = (
  input: CallParsed<N>,
  context: CallContext,
) => CallOutput<N> | Promise<CallOutput<N>>;

export type Calls<N extends CallName> = { readonly [K in N]: Call<K> };

/** Throws LatheError where the shell does not let its client reach `path`. */
export function admit(path: string, ports: Ports): void {
  if (ports.mayOpen(path)) return;
  throw new LatheError({
    kind: 'use',
    reason: `This window may not open ${path}.`,
    next: 'Upload the file here, or name its path on the command line that started Lathe.',
  });
}
