import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BuildRecord } from '#core/contract/build.ts';
import type { EngineReport } from '#core/fusion/engine/engineReport.ts';
import { reportEngine } from '#core/fusion/engine/reportEngine.ts';
import { bench } from '#electron/worker/jobs/bench.ts';
import { build } from '#electron/worker/jobs/build.ts';
import { openModel } from '#electron/worker/model/openModel.ts';
import { sampleModel, type Workplace, workplace } from '#electron/worker/testing/workplace.ts';

let work: Workplace;
beforeEach(() => {
  work = workplace();
});
afterEach(() => work.remove());

async function reportOf({ directory }: BuildRecord): Promise<EngineReport> {
  const opened = await openModel(sampleModel);
  try {
    const text = (file: string) => readFileSync(join(directory, file), 'utf8');
    return await reportEngine(opened.model, { layers: text('layers.json'), profile: text('profile.json') });
  } finally {
    await opened.close();
  }
}

describe('the layers of an engine of ONNX Runtime', () => {
  it('are kept with it, traced to every node of the model, each with its time', async () => {
    const report = await reportOf(await build(work.context(), work.buildTask(sampleModel)));
    expect(report.coverage).toBe(1);
    expect(report.unmapped).toEqual([]);
    expect(report.strays).toEqual([]);
    expect(report.layers.every(({ ms }) => ms !== null && ms >= 0)).toBe(true);
    expect(report.totalMs).toBeGreaterThan(0);
    const stem = report.layers.find(({ nodes }) => nodes.includes('/stem/conv/Conv'));
    expect(stem).toMatchObject({ kind: 'Conv', precision: 'FP32', role: 'compute' });
    expect(stem?.nodes).toContain('/stem/act/Relu');
    expect(stem?.bytes).toBeGreaterThan(4 * 3 * 64 * 64);
  });

  // Other processors have kernels for float16.
  it.skipIf(process.arch !== 'x64')('tell what really runs on x64: float32 where float16 was asked for', async () => {
    const report = await reportOf(await build(work.context(), work.buildTask(sampleModel, { precision: 'fp16' })));
    expect(report.coverage).toBe(1);
    const convolutions = report.layers.filter(({ kind }) => kind === 'Conv');
    expect(convolutions.length).toBeGreaterThan(10);
    expect(convolutions.every(({ precision }) => precision === 'FP32')).toBe(true);
  });

  it('are looked at when a build without them is measured, and then say why it is not faster', async () => {
    const fp32 = await build(work.context(), work.buildTask(sampleModel));
    const fp16 = await build(work.context(), work.buildTask(sampleModel, { precision: 'fp16' }));
    for (const { directory } of [fp32, fp16]) {
      for (const file of ['layers.json', 'profile.json']) rmSync(join(directory, file));
    }
    const { explanations } = await bench(work.context(), work.benchTask([fp32, fp16]));
    expect(existsSync(join(fp16.directory, 'layers.json'))).toBe(true);
    expect(explanations).toMatchObject([{ build: fp16.id, base: fp32.id }]);
    const wide = explanations?.[0]?.findings.find(({ kind }) => kind === 'precision');
    expect(wide?.text).toMatch(/layers that multiply work in FP32, not in FP16/);
    expect(wide?.nodes).toContain('/stem/conv/Conv');
  });
});
