// All that the window and the graph worker say to each other: one message type in, one out.
import type { Failure } from '#core/contract/failure.ts';
import type { TensorStatistics } from '#core/onnx/statistics.ts';
import type { ModelDetail, NodeDetail, SearchResult, TensorDetail } from './detail.ts';
import type { Card, Scene, Scope } from './scene.ts';

export interface GraphCalls {
  readonly open: { readonly input: { readonly name: string; readonly size: number }; readonly output: Scene };
  readonly enter: { readonly input: { readonly scope: Scope }; readonly output: Scene };
  readonly cards: {
    readonly input: { readonly scope: Scope; readonly items: Int32Array };
    readonly output: readonly Card[];
  };
  readonly search: {
    readonly input: { readonly scope: Scope; readonly query: string; readonly limit: number };
    readonly output: SearchResult;
  };
  readonly node: { readonly input: { readonly scope: Scope; readonly item: number }; readonly output: NodeDetail };
  readonly tensor: { readonly input: { readonly scope: Scope; readonly value: string }; readonly output: TensorDetail };
  readonly model: { readonly input: { readonly target: string }; readonly output: ModelDetail };
  readonly statistics: {
    readonly input: { readonly scope: Scope; readonly value: string };
    readonly output: TensorStatistics;
  };
  /** The tensor as a .npy file; `widened` says what NumPy made necessary, '' where nothing. */
  readonly npy: {
    readonly input: { readonly scope: Scope; readonly value: string };
    readonly output: { readonly bytes: Uint8Array<ArrayBuffer>; readonly widened: string };
  };
  /** The items of nodes by name; -1 for names that have no card of their own in the main graph. */
  readonly itemsOf: { readonly input: { readonly names: readonly string[] }; readonly output: Int32Array };
}
export type GraphCall = keyof GraphCalls;

export type Phase = 'reading' | 'inferring shapes' | 'laying out' | 'looking at values';
export interface Progress {
  readonly phase: Phase;
  /** From 0 to 1; null where it cannot be known. */
  readonly share: number | null;
}

type CallMessage = {
  readonly [Name in GraphCall]: {
    readonly type: 'call';
    readonly id: number;
    readonly name: Name;
    readonly input: GraphCalls[Name]['input'];
  };
}[GraphCall];

export type ToGraphWorker =
  | CallMessage
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'bytes'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'size'; readonly id: number; readonly size: number }
  | { readonly type: 'refused'; readonly id: number; readonly failure: Failure };

export type FromGraphWorker =
  | { readonly type: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly type: 'done'; readonly id: number; readonly output: GraphCalls[GraphCall]['output'] }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure }
  /** Asks for bytes of the model (`location` null) or of a file beside it; `length` null asks for its size. */
  | {
      readonly type: 'read';
      readonly id: number;
      readonly location: string | null;
      readonly offset: number;
      readonly length: number | null;
    }
  /** Types are known better than when the scene was made: its cards have more to say. */
  | { readonly type: 'inferred' };
