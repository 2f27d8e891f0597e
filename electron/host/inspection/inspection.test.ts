import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LatheError } from '#core/contract/failure.ts';
import { sampleFolder } from '../sample.ts';
import { createInspection, startReader } from './inspection.ts';

const folder = mkdtempSync(join(tmpdir(), 'lathe-inspection-'));
const inspection = createInspection();
afterAll(async () => {
  await inspection.close();
  rmSync(folder, { recursive: true, force: true });
});
const sample = join(sampleFolder, 'shapes.onnx');
const file = (path: string) => ({ path, bytes: statSync(path).size });

describe('the process that reads models', () => {
  it('answers several questions at once, each its own', async () => {
    const [report, preview, tensorrt] = await Promise.all([
      inspection.inspect(file(sample), 'onnxruntime'),
      inspection.preview(file(sample), { target: 'onnxruntime', precision: 'fp32' }),
      inspection.preview(file(sample), { target: 'tensorrt@10.6', precision: 'fp16' }),
    ]);
    expect(report.outputs[0]?.name).toBe('logits');
    expect(preview).toMatchObject({ target: 'onnxruntime', kernelsBefore: report.nodes });
    expect(tensorrt.target).toBe('tensorrt@10.6');
  });

  it('hands on what is wrong with a file, with the next step, and answers the next question', async () => {
    const path = join(folder, 'text.onnx');
    writeFileSync(path, 'no model, only words. '.repeat(50));
    const error = await inspection.inspect(file(path), 'onnxruntime').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LatheError);
    expect((error as LatheError).failure.next.length).toBeGreaterThan(10);
    expect((await inspection.inspect(file(sample), 'onnxruntime')).nodes).toBeGreaterThan(10);
  });

  it('fails what it was asked when it is stopped, and starts again for the next question', async () => {
    const asked = inspection.inspect(file(sample), 'onnxruntime').catch((thrown: unknown) => thrown);
    await inspection.close();
    expect(await asked).toMatchObject({ failure: { kind: 'crashed' } });
    expect((await inspection.inspect(file(sample), 'onnxruntime')).nodes).toBeGreaterThan(10);
  });

  it('fails what it was asked when it is killed, and the host goes on', async () => {
    const readers: ChildProcess[] = [];
    const killed = createInspection(() => {
      readers.push(startReader());
      return readers[readers.length - 1] as ChildProcess;
    });
    await killed.inspect(file(sample), 'onnxruntime');
    const asked = killed.preview(file(sample), { target: 'tensorrt@10.6', precision: 'fp16' }).catch((it) => it);
    readers[0]?.kill('SIGKILL');
    expect(await asked).toMatchObject({ failure: { kind: 'crashed', reason: expect.stringContaining('SIGKILL') } });
    expect((await killed.inspect(file(sample), 'onnxruntime')).nodes).toBeGreaterThan(10);
    await killed.close();
    expect(readers.map((reader) => reader.signalCode)).toEqual(['SIGKILL', 'SIGKILL']);
  });
});
