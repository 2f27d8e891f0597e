import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LatheError } from '#core/contract/failure.ts';
import { build } from '#electron/worker/jobs/build.ts';
import { openModel } from '#electron/worker/model/openModel.ts';
import { tensorRtx } from '#electron/worker/testing/tensorRtx.ts';
import { sample, sampleModel, type Workplace, workplace } from '#electron/worker/testing/workplace.ts';

const rtx = tensorRtx();
const why = 'missing' in rtx ? ` (skipped: ${rtx.missing})` : '';
const shared = resolve(import.meta.dirname, '../../../../shared/models');
const faces = join(shared, 'ultraface-rfb-320.onnx');

let work: Workplace;
beforeEach(() => {
  work = workplace();
  if ('folder' in rtx) vi.stubEnv('LATHE_TENSORRT', rtx.folder);
});
afterEach(() => {
  work.remove();
  vi.unstubAllEnvs();
});

const forms = [
  { precision: 'int8', otherPrecision: 'fp16' },
  { precision: 'int8', otherPrecision: 'bf16' },
  { precision: 'bf16' },
  { precision: 'fp8' },
  { precision: 'fp8', otherPrecision: 'fp16' },
  { precision: 'int4' },
  { precision: 'int4', otherPrecision: 'fp16' },
] as const;
const named = forms.map((form) => ({
  ...form,
  title: `${form.precision}${'otherPrecision' in form ? ` among ${form.otherPrecision}` : ''}`,
}));

async function built(model: string, calibration: string, target: string, recipe: object) {
  const task = work.buildTask(model, { calibration: { samples: 4 }, ...recipe }, { target, calibration });
  const record = await build(work.context(), task);
  const opened = await openModel(record.rewritten);
  try {
    return { record, model: opened.model };
  } finally {
    await opened.close();
  }
}

describe.skipIf('missing' in rtx)(`building with TensorRT-RTX${why}`, () => {
  it.each(named)('makes an engine of the sample in $title', async ({ title: _, ...form }) => {
    const { record } = await built(sampleModel, join(sample, 'calibration'), 'tensorrt-rtx', form);
    expect(record.bytes).toBeGreaterThan(50_000);
  });
  it('gives single layers a precision of their own', async () => {
    const layers = { '/classifier/Gemm': 'fp32', '/stem/conv/Conv': 'fp16' } as const;
    const recipe = { precision: 'int8', otherPrecision: 'fp16', layers };
    const { record } = await built(sampleModel, join(sample, 'calibration'), 'tensorrt-rtx', recipe);
    expect(record.kept.map(({ node }) => node)).toContain('/classifier/Gemm');
    expect(record.kept.map(({ node }) => node)).not.toContain('/stem/conv/Conv');
  });
  it.skipIf(!existsSync(faces)).each(named.filter(({ precision }) => precision !== 'int4'))(
    'makes an engine of a face detector in $title',
    async ({ title: _, ...form }) => {
      const { record } = await built(faces, join(shared, 'photos'), 'tensorrt-rtx', form);
      expect(record.bytes).toBeGreaterThan(50_000);
    },
  );
});

describe('building with ONNX Runtime', () => {
  it.each(named.filter(({ title }) => !/bf16|fp8/.test(title)))(
    'makes an engine of the sample in $title',
    async ({ title: _, ...form }) => {
      const { record } = await built(sampleModel, join(sample, 'calibration'), 'onnxruntime', form);
      expect(record.bytes).toBeGreaterThan(50_000);
    },
  );
  it.each(['bf16', 'fp8'])('refuses %s, which it has no kernels for', async (precision) => {
    const running = built(sampleModel, join(sample, 'calibration'), 'onnxruntime', { precision });
    await expect(running).rejects.toThrow(LatheError);
    await expect(running).rejects.toThrow(precision.toUpperCase());
  });
});
