// Builds become the files of a format.
import type { ExportFormat, ExportOptions } from '#core/contract/export.ts';
import { LatheError } from '#core/contract/failure.ts';
import { buildJob } from './buildJob.ts';
import { cppProgram } from './cppProgram.ts';
import { docker } from './docker.ts';
import { kserve } from './kserve.ts';
import { pythonProgram } from './pythonProgram.ts';
import type { Exported, ExportSource } from './source.ts';
import { tritonRepository } from './tritonRepository.ts';

/** Throws LatheError where the builds do not go together in the format. `lathe` is this Lathe's version. */
export function exportBuilds(
  sources: readonly ExportSource[],
  format: ExportFormat,
  options: ExportOptions,
  lathe: string,
): Exported {
  if (format === 'triton') return tritonRepository(sources, options, '');
  if (format === 'kserve') return kserve(sources, options);
  if (format === 'docker') return docker(sources, options);
  if (format === 'k8s-job') return buildJob(sources, options, { lathe });
  const [only] = sources;
  if (!only || sources.length > 1) {
    throw new LatheError({
      kind: 'use',
      reason: `A program runs one engine, and ${sources.length} builds are named.`,
      next: 'Export it for one build at a time.',
    });
  }
  return format === 'cpp' ? cppProgram(only) : pythonProgram(only);
}
