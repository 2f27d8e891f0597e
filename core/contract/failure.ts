// A failure as it crosses a process boundary: a value with its reason and the next step.
import { z } from 'zod';

export const failureSchema = z.object({
  /** `use`: the caller asked for something impossible (exit code 2); `job`: the work failed (exit code 1). */
  kind: z.enum(['use', 'job', 'cancelled', 'crashed']),
  /** One sentence that names the file, node or option. */
  reason: z.string(),
  /** What to do next. */
  next: z.string(),
  /** The stack, shown only when asked for. */
  detail: z.string().optional(),
});
export type Failure = z.infer<typeof failureSchema>;

/** Within a layer a failure travels as an exception; at the boundary it becomes a value again. */
export class LatheError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.reason);
    this.name = 'LatheError';
    this.failure = failure;
  }
}

/** Anything thrown, as a failure. Errors that carry a `next` (such as OnnxError) keep it. */
export function toFailure(thrown: unknown, kind: Failure['kind'] = 'job'): Failure {
  if (thrown instanceof LatheError) return thrown.failure;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const next =
    'next' in error && typeof error.next === 'string' ? error.next : 'Run again with --verbose for the details.';
  return { kind, reason: error.message, next, ...(error.stack ? { detail: error.stack } : {}) };
}
