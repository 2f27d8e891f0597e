// What a call of the graph worker may use while it runs.
import type { Progress } from '../protocol.ts';

export interface CallContext {
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
}
