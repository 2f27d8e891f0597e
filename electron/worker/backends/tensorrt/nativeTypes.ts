// What the native addon offers for TensorRT and NVIDIA's GPUs (native/src/addon), with its types written by hand.
import type { GpuOptions } from '#core/contract/gpu.ts';
import type { GpuLook, GpuReadings } from '#core/measure/gpu/gpuLook.ts';

/** The library and the ONNX parser of the same series; null where none lies beside it. */
export interface LibraryPaths {
  readonly runtime: string;
  readonly parser: string | null;
  /** A model whose weights an engine is given when it is loaded; absent for one that has its own. */
  readonly weights?: string | undefined;
}

export type ProbedLibrary =
  | { readonly problem: string }
  | {
      readonly problem: null;
      /** Such as `10.6.0`. */
      readonly version: string;
      readonly rtx: boolean;
      /** Why engines cannot be loaded here; null where they can. */
      readonly runtimeProblem: string | null;
    };

export interface ProbedBuilder {
  /** Why none could be made here; null where one could. */
  readonly problem: string | null;
  /** Deep learning accelerators of the device. */
  readonly dlaCores: number;
}

export interface NvidiaDevice {
  readonly ordinal: number;
  readonly name: string;
  readonly computeCapability: string;
  readonly memoryBytes: number;
  readonly multiprocessors: number;
  /** The name that `gpuState` takes. */
  readonly busId: string;
}

export interface Nvidia {
  /** Such as `580.95.05`; empty where the management library is not there. */
  readonly driver: string;
  /** The highest CUDA version that the driver supports; empty without a driver. */
  readonly cuda: string;
  readonly devices: readonly NvidiaDevice[];
  /** Why there is none. */
  readonly problem: string | null;
}

/** What NVML reports of a GPU at this moment; absent where it does not. */
export type GpuState = GpuReadings;

export interface ShapeRange {
  readonly min: readonly number[];
  readonly opt: readonly number[];
  readonly max: readonly number[];
}

/** By input name. */
export type ShapeProfile = Readonly<Record<string, ShapeRange>>;

/** See native/src/tensorrt/build.h for what each means and for the defaults. */
export interface NativeBuildOptions extends LibraryPaths {
  readonly model: string;
  readonly engine: string;
  readonly profiles?: readonly ShapeProfile[];
  readonly workspaceBytes?: number | undefined;
  readonly optimizationLevel?: number | undefined;
  readonly timingIterations?: number | undefined;
  readonly tf32?: boolean | undefined;
  readonly sparseWeights?: boolean | undefined;
  readonly versionCompatible?: boolean | undefined;
  readonly amperePlus?: boolean | undefined;
  readonly refit?: boolean | undefined;
  readonly stripPlan?: boolean | undefined;
  readonly dlaCore?: number | undefined;
  readonly gpuFallback?: boolean | undefined;
  readonly detailed?: boolean | undefined;
  readonly stronglyTyped?: boolean | undefined;
  readonly fp16?: boolean | undefined;
  readonly bf16?: boolean | undefined;
  readonly int8?: boolean | undefined;
  readonly calibration?: {
    readonly method: 'entropy' | 'minmax';
    readonly batchSize: number;
    readonly batches: readonly Readonly<Record<string, Uint8Array>>[];
    readonly cache: string | null;
  };
  readonly timingCache?: Uint8Array | undefined;
  readonly plugins?: readonly string[];
  readonly debugTensors?: readonly string[];
  readonly debugAll?: boolean;
  readonly debugUnfused?: boolean;
  readonly verbose?: boolean;
}

/** `log`: `number` is the severity, 0 (internal error) to 4 (verbose). `start`: it is the number of steps. */
export interface BuildEvent {
  readonly type: 'log' | 'start' | 'step' | 'finish';
  /** The line, or the phase's name. */
  readonly text: string;
  readonly parent: string;
  readonly number: number;
}

export interface ParserMessage {
  readonly code: number;
  readonly description: string;
  /** Place in the graph; -1 where it belongs to no node. */
  readonly node: number;
  readonly nodeName: string;
  readonly operator: string;
  readonly file: string;
  readonly line: number;
  readonly function: string;
}

export type BuildStage = 'load' | 'parse' | 'configure' | 'build' | 'write';

export interface BuildOutcome {
  readonly status: 'built' | 'failed' | 'cancelled';
  readonly stage: BuildStage;
  /** How long each stage took. */
  readonly stages: readonly { readonly stage: BuildStage; readonly ms: number }[];
  readonly reason: string;
  readonly parserMessages: readonly ParserMessage[];
  readonly engineBytes: number;
  readonly networkLayers: number;
  readonly timingCache: Uint8Array;
  readonly calibrationCache: string;
  /** The ranges of dynamic inputs as TensorRT got them. */
  readonly profiles: readonly ShapeProfile[];
  /** Values that were marked to be given out. */
  readonly debugTensors: readonly string[];
}

/** What the parser says of a model before anything is built; nodes are places in the model's own list. */
export interface NativeSupport {
  readonly supported: boolean;
  /** Empty where this TensorRT has no such call (8.6). */
  readonly subgraphs: readonly { readonly supported: boolean; readonly nodes: readonly number[] }[];
  readonly messages: readonly ParserMessage[];
}

export interface NativeTensor {
  readonly dims: readonly number[];
  readonly bytes: Uint8Array;
}

export interface NativePort {
  readonly name: string;
  readonly input: boolean;
  readonly type: string;
  /** -1 where the size is dynamic. */
  readonly shape: readonly number[];
  /** Of the first profile. */
  readonly optimal: readonly number[];
}

/** Milliseconds of each inference, by the GPU's clock; `enqueue` by the host's. */
export interface NativeTimings {
  readonly h2d: Float64Array;
  readonly compute: Float64Array;
  readonly d2h: Float64Array;
  readonly enqueue: Float64Array;
  /** When each began, since the measurement did; empty where that was not asked for. */
  readonly h2dStart: Float64Array;
  readonly computeStart: Float64Array;
  readonly d2hStart: Float64Array;
  readonly enqueueStart: Float64Array;
  readonly wallMs: number;
  /** Why no CUDA graph was launched although one was asked for; empty otherwise. */
  readonly graphProblem: string;
  /** What NVML told meanwhile; empty where it is not there. */
  readonly samples: readonly GpuLook[];
}

export interface NativeMeasure extends Partial<GpuOptions> {
  readonly ms: number;
  readonly iterations: number;
  /** Ask the driver too when each part of an inference began. */
  readonly starts?: boolean | undefined;
  /** The GPU to look at meanwhile. */
  readonly busId?: string | undefined;
}

/** Milliseconds of one layer in each of some runs. */
export interface LayerTimes {
  readonly name: string;
  readonly times: Float64Array;
}

/** Little-endian values of weights, by name. */
export type NamedWeights = Readonly<Record<string, { readonly type: string; readonly bytes: Uint8Array }>>;

/** A loaded engine; every call blocks. */
export interface NativeEngine {
  describe(): {
    readonly ports: readonly NativePort[];
    readonly layers: number;
    readonly profiles: number;
    readonly auxiliaryStreams: number;
    readonly scratchBytes: number;
  };
  feed(inputs: Readonly<Record<string, NativeTensor>>): void;
  infer(): Readonly<Record<string, NativeTensor>>;
  /** As `infer`, with the values that the engine was built to give out, in the order of the run. */
  watch(unfused: boolean): {
    readonly outputs: Readonly<Record<string, NativeTensor>>;
    readonly values: readonly (NativeTensor & { readonly name: string; readonly type: string })[];
  };
  measure(options: NativeMeasure): NativeTimings;
  profile(runs: number): readonly LayerTimes[];
  inspect(): string;
  /** Gives it other weights by their names; names that it does not know are passed over. */
  refit(values: NamedWeights): void;
  /** With the weights that it has now. */
  write(path: string): void;
  close(): void;
}

export interface TensorRtAddon {
  readonly TensorRtEngine: new (options: LibraryPaths & { readonly engine: string }) => NativeEngine;
  probeTensorRt(paths: LibraryPaths): ProbedLibrary;
  /** Takes seconds where there is a GPU; what is built or asked next in this process uses it. */
  openTensorRtBuilder(paths: LibraryPaths): ProbedBuilder;
  /** @throws Error where the library or the file cannot be used. */
  supportTensorRt(paths: LibraryPaths, model: string): NativeSupport;
  /** Builds on a thread of its own; every event is told before the result. */
  buildTensorRt(
    options: NativeBuildOptions,
    listener: (event: BuildEvent) => void,
  ): { readonly result: Promise<BuildOutcome>; cancel(): void };
  nvidiaDevices(): Nvidia;
  gpuState(busId: string): GpuState | null;
}
