// The backend behind a target: what it is here, and how it turns a model file into an engine file.
import type { BuildRecord } from '#core/contract/build.ts';
import type { Recipe } from '#core/contract/recipe.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import type { Context } from '#electron/worker/context.ts';
import type { DataReader } from '#electron/worker/data/reader.ts';
import type { PhaseClock } from './phases.ts';

export interface BuildTarget {
  /** Part of a build's identity. */
  readonly versions: Readonly<Record<string, string>>;
  /** What engines are laid out for; part of the identity too. */
  readonly device: string;
  /** The engine's file name. */
  readonly engine: string;
  /** Aborts where it turns out that nothing can be built, with why: what is done until then is in vain. */
  readonly unusable: AbortSignal;
  build(context: Context, files: BuildFiles): Promise<Built>;
  /** Keeps beside the engine what its layers are and how long they take, where it can run; no part of the build's time. */
  keepLayers(context: Context, files: BuildFiles): Promise<void>;
  /** Ends what it has opened. */
  close(): void;
}

export interface BuildFiles {
  readonly model: string;
  /** Bytes of the model with its data file. */
  readonly modelBytes: number;
  readonly engine: string;
  /** Names the model in failures. */
  readonly name: string;
  readonly recipe: Recipe;
  /** What the build's time is counted by. */
  readonly phases: PhaseClock;
  /** The build whose engine takes the model's weights, in place of building one. */
  readonly refit?: BuildRecord | undefined;
  /** For a backend that calibrates by itself: the samples, and a key that is the same for equal samples and model. */
  readonly calibration?:
    | { readonly reader: DataReader; readonly inputs: readonly Port[]; readonly key: string }
    | undefined;
}

export interface Built {
  /** Nodes of the engine's own graph, by operator; empty where the engine does not show them. */
  readonly operators: Readonly<Record<string, number>>;
  /** Of the process in which the backend worked. */
  readonly peakMemoryBytes: number;
}
