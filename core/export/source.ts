// What is known of a build that is handed over: its record and what its engine takes and gives.
import type { BuildRecord } from '#core/contract/build.ts';

export interface ExportTensor {
  readonly name: string;
  /** In the Open Inference Protocol's words, such as `FP32`. */
  readonly datatype: string;
  /** -1 where the size is dynamic. */
  readonly shape: readonly number[];
}

export interface ExportSource {
  readonly record: BuildRecord;
  readonly inputs: readonly ExportTensor[];
  readonly outputs: readonly ExportTensor[];
  /** Whether the first axis of every input and output is one dynamic dimension. */
  readonly batchAxis: boolean;
  /** Files that must lie beside the engine and beside the rewritten model, relative to the build's folder. */
  readonly engineData: readonly string[];
  readonly modelData: readonly string[];
}

/** A file of an export: text of its own, or a copy of a file in a build's folder. */
export type ExportFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly build: string; readonly copy: string };

export interface Exported {
  readonly files: readonly ExportFile[];
  readonly notes: readonly string[];
}

/** `tensorrt` of `tensorrt@10.6`. */
export function backendOf({ target }: BuildRecord): string {
  return target.split('@')[0] ?? target;
}

/** The exact version of the runtime that the engine belongs to, or undefined where the record does not say. */
export function runtimeVersion(record: BuildRecord): string | undefined {
  return record.versions[backendOf(record)] ?? record.target.split('@')[1];
}

/** Of the file that inference servers get: the portable model in place of ONNX Runtime's own engine. */
export function servedSha256(record: BuildRecord): string {
  return backendOf(record) === 'onnxruntime' ? record.rewrittenSha256 : record.engineSha256;
}

/** Such as `9.0`; undefined where the engine was not built on an NVIDIA GPU. */
export function computeCapability({ device }: BuildRecord): string | undefined {
  return /compute capability (\d+\.\d+)/.exec(device)?.[1];
}

/** The name of a file in a path of any system. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** A model's name without its ending, with what names of services cannot hold replaced. */
export function servedName(record: BuildRecord): string {
  const plain = record.modelName.replace(/\.onnx$/i, '').replace(/[^A-Za-z0-9_.-]+/g, '_');
  return /^[A-Za-z0-9]/.test(plain) ? plain : `model${plain}`;
}
