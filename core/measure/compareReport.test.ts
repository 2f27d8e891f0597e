import { describe, expect, it } from 'vitest';
import { compareReportSchema } from '#core/contract/comparison.ts';
import { aBuild, aMeasurement, anEvaluation } from '#core/testing/aComparison.ts';
import { type CompareParts, compareReport } from './compareReport.ts';

const fp32 = aBuild('fp32');
const fp16 = aBuild('fp16', { bytes: 990, engineOperators: { 'com.microsoft.nchwc.Conv': 10, Cast: 4 } });
const int8 = aBuild('int8', { bytes: 260, engineOperators: { 'com.microsoft.QLinearConv': 10 } });

function parts(change: Partial<CompareParts> = {}): CompareParts {
  return {
    id: 'comparison',
    model: 'model',
    modelName: 'net.onnx',
    target: 'onnxruntime',
    createdAt: 0,
    builds: [fp32, fp16, int8],
    measurements: [aMeasurement('fp32', 2), aMeasurement('fp16', 3), aMeasurement('int8', 1)],
    evaluations: [anEvaluation('fp32'), anEvaluation('int8', { accuracy: 0.9 })],
    ...change,
  };
}

describe('compareReport', () => {
  it('is what the contract says, a line a build in the given order', () => {
    const report = compareReport(parts());
    expect(compareReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    expect(report.builds.map(({ precision }) => precision)).toEqual(['fp32', 'fp16', 'int8']);
    expect(report.builds[2]).toMatchObject({ bytes: 260, accuracy: 0.9, path: int8.engine });
    expect(report.builds[1]).toMatchObject({ cosine: null, maxAbsError: null });
  });

  it('states the speed-up of every build over each one before it', () => {
    const { speedups } = compareReport(parts());
    expect(speedups.map(({ of, over }) => `${of}/${over}`)).toEqual(['fp16/fp32', 'int8/fp32', 'int8/fp16']);
    expect(speedups.map(({ ratio }) => Math.round(100 * ratio) / 100)).toEqual([0.67, 2, 3]);
  });

  it('says why only of builds that are not faster', () => {
    const findings = [{ kind: 'precision' as const, ms: 1, text: 'All of it works in FP32.', nodes: [], change: null }];
    const explanations = [fp16, int8].map(({ id }) => ({ build: id, base: fp32.id, findings }));
    expect(compareReport(parts({ explanations })).why).toEqual([explanations[0]]);
  });

  it('tells builds of one precision apart by their ids', () => {
    const other = aBuild('int8', { id: '0123456789ab' });
    const report = compareReport(
      parts({
        builds: [fp32, int8, other],
        measurements: [aMeasurement('fp32', 2), aMeasurement('int8', 1), aMeasurement(other.id, 1.5)],
      }),
    );
    expect(report.speedups.map(({ of }) => of)).toEqual(['int8 int8', 'int8 01234567', 'int8 01234567']);
  });

  it('leaves out what was not measured and names what could not be built', () => {
    const failure = { kind: 'job', reason: 'INT8 needs data.', next: 'Give some.' } as const;
    const report = compareReport(
      parts({
        builds: [fp32, fp16],
        measurements: [aMeasurement('fp32', 2)],
        failed: [{ precision: 'int8', failure }],
      }),
    );
    expect(report.builds).toHaveLength(1);
    expect(report.findings).toContainEqual({
      precision: 'int8',
      text: 'INT8 was left out: INT8 needs data. Give some.',
    });
    expect(report.findings).toContainEqual({ precision: 'fp16', text: 'FP16 was built but not measured.' });
  });
});

describe('its findings', () => {
  const texts = (change: Partial<CompareParts> = {}) =>
    compareReport(parts(change)).findings.map(({ precision, text }) => `${precision}: ${text}`);

  it('say why FP16 is slower from what the engine holds, and nothing of what is faster', () => {
    const found = texts();
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^fp16: FP16 is slower than FP32 .*0\.67 times as fast, 95 % interval 0\.6\d to 0\.6\d/);
    expect(found[0]).toMatch(/4 Cast nodes more/);
    expect(found[0]).toMatch(/weights as float32/);
    expect(found[0]).toMatch(/14 nodes are left, 10 in FP32/);
  });

  it('hold each against the fastest before it: what beats FP32 and not FP16 gains nothing', () => {
    const found = texts({
      measurements: [aMeasurement('fp32', 3), aMeasurement('fp16', 1), aMeasurement('int8', 2)],
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^int8: INT8 is slower than FP16 on this target \(0\.50 times as fast/);
  });

  it('say when two cannot be told apart', () => {
    const found = texts({ measurements: [aMeasurement('fp32', 2), aMeasurement('fp16', 2), aMeasurement('int8', 1)] });
    expect(found[0]).toMatch(/cannot be told from FP32/);
  });

  it('say how much of INT8 does not run in 8 bits', () => {
    const slow = aBuild('int8', {
      engineOperators: {
        'com.microsoft.QLinearConv': 1,
        'com.microsoft.FusedConv': 3,
        QuantizeLinear: 2,
        DequantizeLinear: 3,
      },
      kept: [{ node: '/head/Softmax', reason: 'it has no INT8 form' }],
    });
    const found = texts({
      builds: [fp32, slow],
      measurements: [aMeasurement('fp32', 2), aMeasurement('int8', 4)],
    }).join();
    expect(found).toMatch(/25 % of its convolutions and matrix products \(1 of 4\)/);
    expect(found).toMatch(/5 QuantizeLinear or DequantizeLinear nodes/);
    expect(found).toMatch(/1 node stayed in FP32, such as \/head\/Softmax \(it has no INT8 form\)/);
  });

  it('warn of outputs that are not finite, and hand on what a build warned of', () => {
    const broken = { output: 'logits', cosine: null, sqnrDb: null, maxAbsError: Number.MAX_VALUE };
    const found = texts({
      builds: [fp32, aBuild('int8', { warnings: ['Only 2 samples.'] })],
      evaluations: [anEvaluation('int8', { outputs: [broken] })],
    });
    expect(found).toContainEqual(expect.stringMatching(/int8: .*'logits' that are not finite/));
    expect(found).toContainEqual('int8: Only 2 samples.');
  });

  it('say once what several builds warn of, of none of them', () => {
    const assumed = 'No preprocessing was given.';
    const found = texts({
      builds: [
        fp32,
        aBuild('fp16', { warnings: [assumed, assumed] }),
        aBuild('int8', { warnings: ['Only 2 samples.', assumed] }),
      ],
    });
    expect(found.filter((text) => text.includes(assumed))).toEqual([`null: ${assumed}`]);
    expect(found).toContainEqual('int8: Only 2 samples.');
  });

  it('say that accuracy changed where its interval leaves out 0, and nothing otherwise', () => {
    const change = { difference: -0.03, low: -0.05, high: -0.01, gained: 1, lost: 4, samples: 100 };
    const of = (accuracyChange: typeof change) =>
      texts({ evaluations: [anEvaluation('int8', { accuracyChange })] }).filter((text) => text.includes('accuracy'));
    expect(of(change)).toEqual([
      expect.stringMatching(
        /^int8: .*by −3\.00 percentage points \(95 % interval −5\.00 to −1\.00\).* 4 are wrong now/,
      ),
    ]);
    expect(of({ ...change, high: 0.01 })).toEqual([]);
  });
});
