// Writes what trtexec's export options write, of one engine that was measured.
import { writeFile } from 'node:fs/promises';
import { LatheError } from '#core/contract/failure.ts';
import { type BenchExported, type BenchExports, withResult } from '#core/contract/sweep.ts';
import { exportProfile } from '#core/fusion/inspector/exportProfile.ts';
import { exportOutput } from '#core/trtexec/exportOutput.ts';
import { exportTimes } from '#core/trtexec/exportTimes.ts';
import type { Context } from '#electron/worker/context.ts';
import { startRunner } from '#electron/worker/runner/runner.ts';
import type { Value } from '#electron/worker/value.ts';
import { toNumbers } from '#electron/worker/value.ts';
import type { Contestant } from './contestant.ts';

/** Enough for a median of each layer. */
const profileRuns = 100;

export function wantsFiles(exports: BenchExports): boolean {
  return Object.values(exports).some((path) => path !== null);
}

/**
 * Resolves to what is wanted with the result instead of in a file.
 * @throws LatheError where the engine ran on no GPU and more than its outputs is asked for.
 */
export async function exportFiles(
  context: Context,
  contestant: Contestant,
  exports: BenchExports,
): Promise<BenchExported> {
  const { build, tensorrt, runner, gpuTurns } = contestant;
  const exported: BenchExported = {};
  const write = async (what: keyof BenchExports, content: string) => {
    const path = exports[what];
    if (path === withResult) exported[what] = content;
    else if (path !== null) await writeFile(path, content);
  };
  if (exports.output !== null) {
    const { values } = await runner.ask({ command: 'outputs' });
    const outputs = Object.entries(values).map(([name, value]) => ({
      name,
      dims: value.dims,
      values: readable(value),
    }));
    await write('output', exportOutput(outputs));
  }
  const { times, profile, layerInfo } = exports;
  if (times === null && profile === null && layerInfo === null) return exported;
  if (!tensorrt) throw onlyTensorRt(build.target);
  if (times !== null) await write('times', exportTimes(gpuTurns.map(({ timings }) => timings)));
  if (profile === null && layerInfo === null) return exported;
  context.progress('looking at layers', 0, 0);
  const inspecting = startRunner(context, `the layers of ${build.engine}`);
  try {
    const seen = await inspecting.ask({ command: 'inspect', engine: build.engine, tensorrt, runs: profileRuns });
    await write('layerInfo', seen.layers);
    if (profile !== null) await write('profile', exportProfile(seen.profile));
    return exported;
  } finally {
    inspecting.close();
  }
}

function readable(value: Value): Iterable<number | bigint | string> {
  return value.type === 'float16' ? (toNumbers(value) ?? []) : value.data;
}

function onlyTensorRt(target: string): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `The engine was built for ${target}, which has no times, profile or layers in trtexec's form.`,
    next: 'Export them of a TensorRT engine; outputs can be exported of every engine.',
  });
}
