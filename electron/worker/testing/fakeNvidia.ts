// A driver and a TensorRT 10.6, beside it 8.6, that pretend (native/test/fake), for tests of what only a GPU can show: whatever is built
// doubles `x` of batch×4 into `y`.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { vi } from 'vitest';
import type { Model } from '#core/onnx/model.ts';
import { aModel } from '#core/testing/aModel.ts';

const root = resolve(import.meta.dirname, '../../..');

/** The folder of the libraries, or why tests that need them are skipped. */
export function fakeNvidia(): { readonly folder: string } | { readonly missing: string } {
  const state = execFileSync(process.execPath, [resolve(root, 'scripts/native.mjs'), '--fakes'], { encoding: 'utf8' });
  if (state.trim() === 'built') return { folder: resolve(root, 'native/build/fake') };
  return { missing: `the pretended NVIDIA libraries could not be built: ${state.trim()}` };
}

/** In the folder of the others: TensorRT 8.6 with the same driver. */
export const fakeOfSeries8 = '8';

/** Processes that start from now on find these libraries; `vi.unstubAllEnvs` ends it. */
export function withNvidia(folder: string): void {
  vi.stubEnv('LATHE_TENSORRT', folder);
  vi.stubEnv('LD_LIBRARY_PATH', folder);
}

/** What the pretended TensorRT computes, as a model. */
export const doubled: Model = aModel({
  nodes: ['double: y = Add(x, x)'],
  inputs: { x: 'float32[batch,4]' },
  outputs: { y: 'float32[batch,4]' },
});

/** The one profile that its engines have. */
export const doubledProfile = { x: { min: [1, 4], opt: [2, 4], max: [8, 4] } };
