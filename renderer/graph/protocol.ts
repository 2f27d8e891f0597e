// All that the window and the graph worker say to each other: one message type in, one out.
import type { Failure } from '#core/contract/failure.ts';
import type { Block } from '#core/graph/blocks/block.ts';
import type { GraphDiff } from '#core/graph/diff/diff.ts';
import type { GraphDigest } from '#core/graph/diff/digest.ts';
import type { GroupTree } from '#core/graph/groups/groupTree.ts';
import type { TensorStatistics } from '#core/onnx/statistics.ts';
import type { ExtractedPart, GroupDetail, ModelDetail, NodeDetail, SearchResult, TensorDetail } from './detail.ts';
import type { EngineReading } from './engineReading.ts';
import type { GroupsBy, NamedGroup } from './grouping.ts';
import type { Metric } from './metric.ts';
import type { Card, Scene, Scope } from './scene.ts';

export interface GraphCalls {
  readonly open: {
    readonly input: {
      readonly name: string;
      readonly size: number;
      /** The model's own file, where the window has it: then the worker reads it without asking. */
      readonly file?: File;
      /** The size of the view, in pixels, whose cards are filled at once; none where it is absent. */
      readonly view?: { readonly width: number; readonly height: number };
    };
    /** The scene, and the words of those cards that its first view shows. */
    readonly output: Scene & { readonly cards: readonly Card[] };
  };
  readonly enter: { readonly input: { readonly scope: Scope }; readonly output: Scene };
  readonly cards: {
    readonly input: { readonly scope: Scope; readonly items: Int32Array };
    readonly output: readonly Card[];
  };
  readonly search: {
    readonly input: { readonly scope: Scope; readonly query: string; readonly limit: number };
    readonly output: SearchResult;
  };
  readonly node: {
    readonly input: { readonly scope: Scope; readonly item: number };
    readonly output: NodeDetail | GroupDetail;
  };
  /** The item that makes a value or takes it in from outside; -1 for none. */
  readonly itemOf: {
    readonly input: { readonly scope: Scope; readonly value: string };
    readonly output: number;
  };
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
  /**
   * Groups the nodes of a scope; `given` is for groups that only the window knows of. By functions, or by something else
   * after that, the nodes are others than before: nothing is folded then, and the scene has to be asked for anew.
   */
  readonly groups: {
    readonly input: { readonly scope: Scope; readonly by: GroupsBy; readonly given: readonly NamedGroup[] };
    readonly output: { readonly tree: GroupTree; readonly hasFunctions: boolean };
  };
  readonly blocks: { readonly input: { readonly scope: Scope }; readonly output: readonly Block[] };
  /** The scope's scene with these groups folded, and these blocks shown once; it takes the place of the one before. */
  readonly fold: {
    readonly input: { readonly scope: Scope; readonly folded: readonly number[]; readonly once: readonly number[] };
    readonly output: Scene;
  };
  /** A figure for each node of the main graph. */
  readonly metric: { readonly input: { readonly metric: Metric }; readonly output: Float64Array };
  /** Part of the main graph as a model file. */
  readonly extract: {
    readonly input: { readonly items: readonly number[]; readonly name: string };
    readonly output: ExtractedPart;
  };
  /** All of the main graph that a comparison looks at; with its weights read where asked for. */
  readonly digest: { readonly input: { readonly weights: boolean }; readonly output: GraphDigest };
  /** From the model that `before` tells of to this one. */
  readonly diff: {
    readonly input: { readonly before: GraphDigest; readonly weights: boolean };
    readonly output: GraphDiff;
  };
  /** A built engine, from the text of its files, read against the open model. */
  readonly engine: {
    readonly input: { readonly layers: string; readonly profile: string | null };
    readonly output: EngineReading;
  };
  /** The items of nodes by name; -1 for names that have no card of their own in the main graph. */
  readonly itemsOf: {
    /** `within`: the group's item where a node is folded into one. */
    readonly input: { readonly names: readonly string[]; readonly within?: boolean };
    readonly output: Int32Array;
  };
}
export type GraphCall = keyof GraphCalls;

export type Phase = 'reading' | 'inferring shapes' | 'laying out' | 'looking at values' | 'writing' | 'comparing';
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
  /** Asks a worker that has nothing to do yet to make itself ready. */
  | { readonly type: 'warm' }
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
