// What TensorRT's parsers said of models, asked of the host once each.
import { createStore } from 'zustand/vanilla';
import type { Failure } from '#core/contract/failure.ts';
import type { SupportReport } from '#core/contract/support.ts';

export type ParserVerdict =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'ready'; readonly report: SupportReport }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface ParserVerdictSlice {
  /** By model and target, as `verdictKey` joins them. */
  readonly verdicts: Readonly<Record<string, ParserVerdict>>;
}

export const parserVerdictStore = createStore<ParserVerdictSlice>(() => ({ verdicts: {} }));

export function verdictKey(model: string, target: string): string {
  return `${model} ${target}`;
}

export function keepVerdict(model: string, target: string, verdict: ParserVerdict): void {
  parserVerdictStore.setState(({ verdicts }) => ({
    verdicts: { ...verdicts, [verdictKey(model, target)]: verdict },
  }));
}
