// The forms that scripts depend on: what `lathe … --json` prints, and its exit codes.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { lathe, sample, serve, temporaryHome } from '../support/lathe.ts';

const model = join(sample, 'shapes.onnx');
const { home, remove } = temporaryHome();
test.afterAll(remove);

test('inspect tells what the model is made of', async () => {
  const { code, stdout } = await lathe(home, 'inspect', model, '--json');
  expect(code).toBe(0);
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({
    ir: 8,
    opsets: [{ domain: 'ai.onnx', version: 17 }],
    inputs: [{ name: 'image', type: 'float32', shape: ['batch', 3, 64, 64] }],
  });
  expect(report.outputs[0].name).toBe('logits');
  expect(report.operators.Conv).toBeGreaterThan(10);
  expect(Object.values<number>(report.operators).reduce((sum, count) => sum + count, 0)).toBe(report.nodes);
  expect(report.initializers).toBeGreaterThan(50);
  for (const issue of report.issues) expect(Object.keys(issue).sort()).toEqual(['message', 'next', 'node', 'severity']);
});

test('preview tells which nodes become one kernel', async () => {
  const { code, stdout } = await lathe(home, 'preview', model, '--target', 'onnxruntime', '--json');
  expect(code).toBe(0);
  const report = JSON.parse(stdout);
  expect(report.target).toBe('onnxruntime');
  const fused = report.groups.reduce((sum: number, group: { nodes: string[] }) => sum + group.nodes.length - 1, 0);
  expect(report.kernelsBefore - report.removed.length - fused).toBe(report.kernelsAfter);
  expect(
    report.groups.some((group: { nodes: string[] }) => group.nodes.some((node) => node.includes('BatchNormalization'))),
  ).toBe(true);
  for (const group of report.groups) expect(group.reason.length).toBeGreaterThan(20);
  expect(report.removed.map((removed: { node: string }) => removed.node).join()).toContain('Dropout');
});

test('build writes an engine, the rewritten model and a record, the same bytes each time', async () => {
  const out = join(home, 'int8');
  const args = [
    'build',
    model,
    '--target',
    'onnxruntime',
    '--precision',
    'int8',
    '--calibration',
    join(sample, 'calibration'),
    '--json',
    '--out',
  ];
  const { code, stdout, stderr } = await lathe(home, ...args, out);
  expect(code, stderr).toBe(0);
  const built = JSON.parse(stdout);
  expect(built).toMatchObject({ target: 'onnxruntime', precision: 'int8' });
  expect(readFileSync(built.engine).byteLength).toBe(built.bytes);
  expect(built.bytes).toBeLessThan(readFileSync(model).byteLength / 2);
  const record = JSON.parse(readFileSync(built.record, 'utf8'));
  expect(record.engineSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(existsSync(built.model)).toBe(true);

  const again = await lathe(home, ...args, join(home, 'int8-again'), '--again');
  expect(again.code, again.stderr).toBe(0);
  const second = JSON.parse(again.stdout);
  expect(readFileSync(second.engine).equals(readFileSync(built.engine))).toBe(true);
  expect(readFileSync(second.model).equals(readFileSync(built.model))).toBe(true);
});

test('a recipe in a file is followed', async () => {
  const recipe = join(home, 'recipe.json');
  writeFileSync(recipe, JSON.stringify({ precision: 'fp16', keep: { nodes: ['/classifier/Gemm'] } }));
  const { code, stdout, stderr } = await lathe(
    home,
    'build',
    model,
    '--target',
    'onnxruntime',
    '--precision',
    'fp16',
    '--recipe',
    recipe,
    '--out',
    join(home, 'fp16'),
    '--json',
  );
  expect(code, stderr).toBe(0);
  const record = JSON.parse(readFileSync(JSON.parse(stdout).record, 'utf8'));
  expect(record.kept.map((kept: { node: string }) => kept.node)).toContain('/classifier/Gemm');
});

test('compare puts three precisions side by side', async () => {
  test.setTimeout(180_000);
  const { code, stdout, stderr } = await lathe(
    home,
    'compare',
    model,
    '--precision',
    'fp32,fp16,int8',
    '--calibration',
    join(sample, 'calibration'),
    '--test',
    join(sample, 'test'),
    '--json',
  );
  expect(code, stderr).toBe(0);
  const report = JSON.parse(stdout);
  expect(report.target).toBe('onnxruntime');
  expect(report.builds.map((build: { precision: string }) => build.precision)).toEqual(['fp32', 'fp16', 'int8']);
  for (const build of report.builds) {
    const { median, p90, p95, p99 } = build.latencyMs;
    expect(median).toBeGreaterThan(0);
    expect([median, p90, p95, p99]).toEqual([median, p90, p95, p99].toSorted((a, b) => a - b));
    expect(build.throughput).toBeGreaterThan(0);
    expect(build.firstInferenceMs).toBeGreaterThan(0);
    expect(build.buildMs).toBeGreaterThan(0);
    expect(readFileSync(build.path).byteLength).toBe(build.bytes);
    expect(build.accuracy).toBeGreaterThan(0.9);
  }
  const [fp32, fp16, int8] = report.builds;
  expect(fp32.cosine).toBeCloseTo(1, 9);
  expect(fp16.sqnrDb).toBeGreaterThan(int8.sqnrDb);
  expect(int8.top1Agreement).toBeGreaterThan(0.9);
  expect(int8.bytes).toBeLessThan(fp32.bytes / 2);
  const speedup = report.speedups.find(
    (candidate: { of: string; over: string }) => candidate.of === 'int8' && candidate.over === 'fp32',
  );
  expect(speedup.low).toBeLessThanOrEqual(speedup.ratio);
  expect(speedup.high).toBeGreaterThanOrEqual(speedup.ratio);
});

test('doctor lists the targets and why each can or cannot be used', async () => {
  const { code, stdout } = await lathe(home, 'doctor', '--json');
  expect(code).toBe(0);
  const { targets } = JSON.parse(stdout);
  expect(targets.find((target: { name: string }) => target.name === 'onnxruntime')).toMatchObject({
    canBuild: true,
    canRun: true,
  });
  for (const target of targets)
    expect(target).toMatchObject({
      name: expect.any(String),
      canBuild: expect.any(Boolean),
      canRun: expect.any(Boolean),
      why: expect.any(String),
    });
});

test('serve prints its address with the token, answers it, and refuses all without', async () => {
  const serving = await serve(home);
  const url = new URL(serving.url);
  expect(url.hostname).toBe('127.0.0.1');
  expect(url.href.length).toBeGreaterThan('http://127.0.0.1:65535/'.length + 20);
  expect((await fetch(url)).status).toBe(200);
  expect(
    (await fetch(new URL('/upload?kind=model&name=a.onnx', url.origin), { method: 'POST', body: 'x' })).status,
  ).toBeGreaterThanOrEqual(400);
  await serving.stop();
  await expect(fetch(url.origin)).rejects.toThrow();
});

test('wrong use exits with 2 and one sentence that names what is wrong', async () => {
  const missing = await lathe(home, 'inspect', join(home, 'none.onnx'));
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain('none.onnx');
  const precision = await lathe(
    home,
    'build',
    model,
    '--target',
    'onnxruntime',
    '--precision',
    'int7',
    '--out',
    join(home, 'x'),
  );
  expect(precision.code).toBe(2);
  expect(precision.stderr).toContain('int7');
  const option = await lathe(home, 'build', model, '--presicion', 'int8');
  expect(option.code).toBe(2);
  expect(option.stderr).toContain('--precision');
  const command = await lathe(home, 'biuld');
  expect(command.code).toBe(2);
  for (const { stderr } of [missing, precision, option, command]) expect(stderr).not.toMatch(/^\s+at .+:\d+/m);
});

test('a failing job exits with 1, names file and next step, and shows a stack only when asked', async () => {
  const broken = join(home, 'broken.onnx');
  writeFileSync(broken, readFileSync(model).subarray(0, 100_000));
  const plain = await lathe(
    home,
    'build',
    broken,
    '--target',
    'onnxruntime',
    '--precision',
    'fp32',
    '--out',
    join(home, 'broken'),
  );
  expect(plain.code).toBe(1);
  expect(plain.stderr).not.toMatch(/^\s+at .+:\d+/m);
  expect(existsSync(join(home, 'broken'))).toBe(false);
  const loud = await lathe(
    home,
    'build',
    broken,
    '--target',
    'onnxruntime',
    '--precision',
    'fp32',
    '--out',
    join(home, 'broken'),
    '--verbose',
  );
  expect(loud.stderr).toMatch(/^\s+at .+:\d+/m);
});
