// The Triton container that carries the TensorRT which an engine was built with: plans load in that very version only.
import { LatheError } from '#core/contract/failure.ts';
import { backendOf, type ExportSource, runtimeVersion } from './source.ts';

/** The last release with each TensorRT, after NVIDIA's support matrix of its containers. */
const releases: Readonly<Record<string, string>> = {
  '8.6': '24.04',
  '10.0': '24.05',
  '10.1': '24.06',
  '10.2': '24.07',
  '10.3': '24.08',
  '10.4': '24.09',
  '10.5': '24.10',
  '10.6': '24.11',
  '10.7': '24.12',
  '10.8': '25.02',
  '10.9': '25.04',
  '10.10': '25.05',
  '10.11': '25.06',
};
/** For models that bring no version with them. */
const anyRelease = '25.06';

/** Throws LatheError where no one release runs all builds. */
export function tritonImage(sources: readonly ExportSource[], stated: string | null): string {
  if (stated !== null) return stated;
  const wanted = new Map(
    sources
      .filter(({ record }) => backendOf(record) !== 'onnxruntime')
      .map(({ record }) => [(runtimeVersion(record) ?? '').split('.').slice(0, 2).join('.'), record] as const),
  );
  const [version, ...others] = wanted.keys();
  if (others.length > 0) {
    throw new LatheError({
      kind: 'use',
      reason: `One container has one TensorRT, and these builds need ${[...wanted.keys()].join(' and ')}.`,
      next: 'Export them apart, or build them with one TensorRT.',
    });
  }
  const release = version === undefined ? anyRelease : releases[version];
  if (release === undefined) {
    throw new LatheError({
      kind: 'use',
      reason: `Lathe does not know which Triton container carries TensorRT ${version}.`,
      next: 'In a terminal, lathe export takes it as --image, such as nvcr.io/nvidia/tritonserver:24.11-py3.',
    });
  }
  return `nvcr.io/nvidia/tritonserver:${release}-py3`;
}
