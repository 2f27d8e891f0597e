import { describe, expect, it } from 'vitest';
import type { CompareReport } from '#core/contract/comparison.ts';
import { compareReport } from '#core/measure/compareReport.ts';
import { aBuild, aMeasurement, anEvaluation } from '#core/testing/aComparison.ts';
import { comparisonText } from './comparisonText.ts';

const report = compareReport({
  id: 'one',
  model: 'model',
  modelName: 'net.onnx',
  target: 'onnxruntime',
  createdAt: 0,
  builds: [aBuild('fp32'), aBuild('int8', { bytes: 420_000 })],
  measurements: [aMeasurement('fp32', 2), aMeasurement('int8', 1)],
  evaluations: [
    anEvaluation('fp32', { cosine: 1, sqnrDb: null }),
    anEvaluation('int8', { cosine: 0.9987, sqnrDb: 25.31 }),
  ],
  failed: [{ precision: 'fp16', failure: { kind: 'job', reason: 'No FP16 here.', next: 'Take INT8.' } }],
});

describe('a comparison in the terminal', () => {
  it('sets figures under each other with their units in the head', () => {
    const lines = comparisonText(report, false).split('\n');
    const head = lines.find((line) => line.includes('median ms')) ?? '';
    const rows = lines.slice(lines.indexOf(head) + 1, lines.indexOf(head) + 3);
    expect(rows.map((row) => row.slice(0, 4))).toEqual(['FP32', 'INT8']);
    const end = head.indexOf('median ms') + 'median ms'.length;
    for (const row of rows) expect(row.slice(0, end)).toMatch(/^\w+ +\d\.\d{3}$/);
    expect(rows[1]).toMatch(/2\.0\d× \[\d\.\d\d, \d\.\d\d\]/);
    expect(rows[1]).toContain('420 kB');
  });

  it('says what was left out and what is identical', () => {
    const text = comparisonText(report, false);
    expect(text).toContain('No FP16 here.');
    expect(text).toMatch(/FP32 +1\.000000 +identical/);
    expect(text).toMatch(/INT8 +0\.998700 +25\.3/);
  });

  it('shows what a classifier or a detector has, and leaves out what it has not', () => {
    const head = (change: Partial<CompareReport['builds'][number]>) =>
      comparisonText({ ...report, builds: report.builds.map((build) => ({ ...build, ...change })) }, false)
        .split('\n')
        .find((line) => line.includes('cosine'));
    const none = {
      top1Agreement: null,
      top1Interval: null,
      accuracy: null,
      accuracyInterval: null,
      accuracyChange: null,
    };
    expect(head({ ...none, meanIou: 0.9599 })).toMatch(/max error +box IoU$/);
    expect(head({ ...none, accuracy: 0.9, meanIou: null })).toMatch(/max error +accuracy( |$)/);
  });

  it('has colours only where they are asked for, and the same words with them', () => {
    const plain = comparisonText(report, false);
    const coloured = comparisonText(report, true);
    expect(plain).not.toContain('\x1b');
    expect(coloured).toContain('\x1b[');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes are control characters.
    expect(coloured.replace(/\x1b\[\d+m/g, '')).toBe(plain);
  });
});
