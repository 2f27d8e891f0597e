// Answers one frame: parses it with the contract's schema, calls the handler, and turns whatever happens into a frame.
import type { z } from 'zod';
import { type CallName, callTable } from '#core/contract/call.ts';
import { LatheError, toFailure } from '#core/contract/failure.ts';
import { type HostFrame, requestFrameSchema } from '#core/contract/frame.ts';
import type { Call, CallContext } from './calls/calls.ts';
import { calls } from './calls/table.ts';
import { storeFailure } from './store/failure.ts';

/** Never rejects. */
export async function dispatch(raw: unknown, context: CallContext): Promise<HostFrame> {
  const frame = requestFrameSchema.safeParse(raw);
  if (!frame.success) return { type: 'failure', id: idOf(raw), failure: toFailure(notUnderstood(frame.error), 'use') };
  const { id, call, input } = frame.data;
  try {
    if (!isCall(call)) throw unknownCall(call);
    return { type: 'reply', id, output: await answer(call, input, context) };
  } catch (error) {
    return { type: 'failure', id, failure: toFailure(storeFailure(error, context.parts.store.path)) };
  }
}

async function answer<N extends CallName>(name: N, input: unknown, context: CallContext): Promise<unknown> {
  const parsed = callTable[name].input.safeParse(input);
  if (!parsed.success) throw notUnderstood(parsed.error, name);
  const call = calls[name] as Call<CallName>;
  return call(parsed.data as never, context);
}

function isCall(name: string): name is CallName {
  return Object.hasOwn(callTable, name);
}

/** The id of a frame that is otherwise wrong, so that its sender learns which one; -1 where it has none. */
function idOf(raw: unknown): number {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : undefined;
  return typeof id === 'number' && Number.isInteger(id) ? id : -1;
}

function unknownCall(name: string): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `The host knows no call named ${JSON.stringify(name.slice(0, 100))}.`,
    next: 'Window and host must be of the same version of Lathe; reload the window.',
  });
}

function notUnderstood(error: z.ZodError, name?: string): LatheError {
  const [issue] = error.issues;
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  return new LatheError({
    kind: 'use',
    reason: `The host cannot read ${name ? `the call ${name}` : 'a frame'}${where}: ${issue?.message ?? 'unknown'}.`,
    next: 'Correct that value and try again.',
  });
}
