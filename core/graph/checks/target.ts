// A target as the checks see it: what it loads, by backend and version.

import { runtimeLimits } from '#core/onnx/operatorKernels.ts';
import { newestIrVersion, newestOpset } from '#core/onnx/operators.ts';

export interface CheckedTarget {
  readonly backend: 'onnxruntime' | 'tensorrt' | 'tensorrt-rtx';
  /** As a person reads it: `TensorRT 10.6`. */
  readonly text: string;
  /** Major and minor; undefined where the target names no version. */
  readonly version: readonly [number, number] | undefined;
  readonly opset: { readonly least: number; readonly most: number };
  readonly irVersion: number;
}

/** Reads `backend@version`; a backend that is not known is checked as ONNX Runtime. */
export function targetOf(target: string): CheckedTarget {
  const [name = '', release] = target.split('@');
  const numbers = release?.split('.').map(Number);
  const version = numbers ? ([numbers[0] ?? 0, numbers[1] ?? 0] as const) : undefined;
  const suffix = release === undefined ? '' : ` ${release}`;
  // TensorRT's parser reads any IR version that protobuf can: the operator table is the limit.
  const anyIr = newestIrVersion;
  if (name === 'tensorrt') {
    const most = tensorrtOpset(version);
    return { backend: name, text: `TensorRT${suffix}`, version, opset: { least: 9, most }, irVersion: anyIr };
  }
  if (name === 'tensorrt-rtx') {
    return { backend: name, text: `TensorRT-RTX${suffix}`, version, opset: { least: 9, most: 24 }, irVersion: anyIr };
  }
  const bundled = version === undefined || runtimeLimits.version.startsWith(`${version[0]}.${version[1]}.`);
  return {
    backend: 'onnxruntime',
    text: `ONNX Runtime ${release ?? runtimeLimits.version}`,
    version,
    opset: { least: 7, most: bundled ? runtimeLimits.opset : (newestOpset('') ?? runtimeLimits.opset) },
    irVersion: bundled ? runtimeLimits.irVersion : newestIrVersion,
  };
}

/** The newest opset whose operators the ONNX parser of a TensorRT release reads, as its release notes say. */
function tensorrtOpset(version: readonly [number, number] | undefined): number {
  const [major, minor] = version ?? [11, 0];
  if (major >= 11) return 25;
  if (major === 10) return minor >= 15 ? 24 : minor >= 9 ? 22 : 20;
  return major === 9 ? 19 : 17;
}
