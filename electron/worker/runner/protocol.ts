// What a job asks of the process that holds one engine, and what it answers.
import type { Failure } from '#core/contract/failure.ts';
import type { Optimize } from '#electron/worker/backends/onnxruntime/optimize.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import type { Trace } from '#electron/worker/backends/onnxruntime/trace.ts';
import type {
  BuildEvent,
  BuildOutcome,
  LayerTimes,
  LibraryPaths,
  NativeBuildOptions,
  NativeSupport,
  Nvidia,
  ProbedBuilder,
  ProbedLibrary,
} from '#electron/worker/backends/tensorrt/nativeTypes.ts';
import type { NamedNode } from '#electron/worker/model/namedNodes.ts';
import type { Values } from '#electron/worker/value.ts';
import type { GpuTurn } from './gpuTimes.ts';
import type { RunUntil } from './loadedEngine.ts';

export interface Commands {
  /** Optimizes a model and writes the engine. */
  optimize: {
    ask: Optimize;
    answer: { readonly ms: number; readonly peakMemoryBytes: number };
  };
  /** Loads a TensorRT and tells whether it can run engines here. */
  probeTensorRt: {
    ask: { readonly paths: LibraryPaths };
    answer: { readonly probed: ProbedLibrary; readonly nvidia: Nvidia };
  };
  /** Makes a builder, which the next command of this process that needs one uses. */
  openBuilder: { ask: { readonly paths: LibraryPaths }; answer: ProbedBuilder };
  /** What the parser says of a model's nodes, with the names of all of them. */
  supportTensorRt: {
    ask: { readonly paths: LibraryPaths; readonly model: string };
    answer: { readonly support: NativeSupport; readonly nodes: readonly NamedNode[] };
  };
  /** Builds an engine, telling of it in events. */
  buildTensorRt: {
    ask: { readonly options: NativeBuildOptions };
    answer: { readonly outcome: BuildOutcome; readonly peakMemoryBytes: number };
  };
  /** Layers of a TensorRT engine as its inspector tells them, and their times. */
  inspect: {
    ask: { readonly engine: string; readonly tensorrt: LibraryPaths; readonly runs: number };
    answer: { readonly layers: string; readonly profile: readonly LayerTimes[] };
  };
  /**
   * Writes a TensorRT engine with the weights of the model that `tensorrt` names; of `model`, by their names, where
   * TensorRT reads none from a model itself.
   */
  refit: {
    ask: {
      readonly engine: string;
      readonly tensorrt: LibraryPaths;
      readonly model?: string;
      readonly out: string;
    };
    answer: { readonly peakMemoryBytes: number };
  };
  /** Runs an engine of ONNX Runtime under its profiler. */
  trace: { ask: Trace; answer: { readonly trace: string } };
  load: {
    /** `tensorrt` is the library that runs the engine; without it ONNX Runtime does. */
    ask: { readonly engine: string; readonly threads: number; readonly tensorrt?: LibraryPaths | undefined };
    answer: { readonly ms: number; readonly inputs: readonly Port[] };
  };
  /** Takes the inputs and runs the first inference. */
  first: { ask: { readonly feeds: Values }; answer: { readonly ms: number } };
  /** Runs until both `ms` have passed and `iterations` are done. */
  run: {
    ask: RunUntil;
    answer: {
      readonly latencies: Float64Array;
      readonly wallMs: number;
      readonly peakMemoryBytes: number;
      /** What latencies are made of, where the backend tells. */
      readonly gpu?: GpuTurn | undefined;
    };
  };
  /** What an inference with the inputs gives. */
  outputs: { ask: object; answer: { readonly values: Values } };
}

export type CommandName = keyof Commands;
export type Command = { [N in CommandName]: { readonly command: N } & Commands[N]['ask'] }[CommandName];
export type Answer<N extends CommandName> = Commands[N]['answer'];

export type Reply =
  | { readonly type: 'event'; readonly event: BuildEvent }
  | { readonly type: 'answer'; readonly answer: Answer<CommandName> }
  | { readonly type: 'failure'; readonly failure: Failure };
