import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareReportSchema } from '#core/contract/comparison.ts';
import { aBuild, aMeasurement, anEvaluation } from '#core/testing/aComparison.ts';
import { type CompareParts, compareReport } from './compareReport.ts';
import { summarizeLatency } from './latency.ts';
import { ticks } from './report/axis.ts';
import { escapeText } from './report/escape.ts';
import { digits, formatBytes, formatMs } from './report/units.ts';
import { reportCsv } from './reportCsv.ts';
import { reportHtml } from './reportHtml.ts';
import { reportJson } from './reportJson.ts';

const hostile = '<script>alert(1)</script>"\'&=cmd|x.onnx';
const parts = (modelName: string): CompareParts => ({
  id: 'c',
  model: 'm',
  modelName,
  target: 'onnxruntime',
  createdAt: Date.UTC(2026, 0, 2, 3, 4),
  builds: [aBuild('fp32'), aBuild('int8', { engine: `/tmp/${modelName}/engine.onnx` })],
  measurements: [aMeasurement('fp32', 2), aMeasurement('int8', 1)],
  evaluations: [
    anEvaluation('fp32'),
    anEvaluation('int8', { worst: [{ sample: hostile, index: 0, sqnrDb: 3 }], source: hostile }),
  ],
});
const report = (modelName = 'net.onnx') => compareReport(parts(modelName));

describe('reportHtml', () => {
  it('needs nothing from outside and runs nothing', () => {
    const page = reportHtml(report());
    expect(page).not.toMatch(/<script|<link|<img|src=|href=|url\(|@import/);
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page.match(/<svg/g)).toHaveLength(2);
    expect(page).toContain('2026-01-02 03:04 UTC');
  });

  it('escapes names wherever they stand', () => {
    const page = reportHtml(report(hostile));
    expect(page).not.toContain('<script>');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;=cmd');
  });

  it('gives accuracy and agreement with their intervals', () => {
    const accuracyChange = { difference: -0.01, low: -0.03, high: 0.005, gained: 0, lost: 1, samples: 100 };
    const sure = anEvaluation('int8', {
      accuracy: 0.9,
      accuracyInterval: { low: 0.8256, high: 0.9448 },
      accuracyChange,
      top1Interval: { low: 0.9455, high: 0.9982 },
    });
    const page = reportHtml(
      compareReport({ ...parts('net.onnx'), evaluations: [anEvaluation('fp32', { accuracy: 0.91 }), sure] }),
    );
    expect(page).toContain('90.00 % (82.56–94.48)');
    expect(page).toContain('−1.00 (−3.00 to +0.50)');
    expect(page).toContain('99.00 % (94.55–99.82)');
  });

  it('tells of the GPU only where one was measured, and for which engines each remark holds', () => {
    expect(reportHtml(report())).not.toContain('On the GPU');
    const times = summarizeLatency([0.25]);
    const gpu = {
      h2dMs: times,
      computeMs: summarizeLatency([0.5]),
      d2hMs: times,
      enqueueMs: times,
      state: {},
      streams: 2,
      transfers: true,
      graph: { used: true, problem: null },
      sight: {
        looks: 9,
        readings: { powerWatts: { min: 1, mean: 312.4, max: 400 } },
        throttled: [],
        clocks: 'Clocks were steady at <1980> MHz.',
      },
      energy: { joulesPerInference: 0.0625, watts: 312.4, source: 'counter' as const },
      warnings: [],
    };
    const warned = { ...gpu, warnings: ['2 streams share the GPU.'] };
    const page = reportHtml(
      compareReport({
        ...parts('net.onnx'),
        measurements: [
          { ...aMeasurement('fp32', 2), gpu },
          { ...aMeasurement('int8', 1), gpu: warned },
        ],
      }),
    );
    for (const cell of ['0.500 ms', 'CUDA graph, 2 streams', '312 W', '62.5 mJ'])
      expect(page).toContain(`<td>${cell}</td>`);
    expect(page).toContain('<li>Clocks were steady at &lt;1980&gt; MHz.</li>');
    expect(page).toContain('<li>INT8: 2 streams share the GPU.</li>');
  });

  it('closes what it opens', () => {
    const open: string[] = [];
    for (const [, slash, name = '', rest = ''] of reportHtml(report()).matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
      if (['meta', 'br'].includes(name) || rest.endsWith('/')) continue;
      if (slash) expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });

  it('says so when nothing was measured', () => {
    expect(reportHtml({ ...report(), builds: [], measurements: [], evaluations: [] })).toContain(
      'Nothing was measured.',
    );
  });
});

describe('reportCsv', () => {
  it('has a header and a line a build with as many cells, numbers in full', () => {
    const lines = reportCsv(report()).trimEnd().split('\r\n');
    expect(lines).toHaveLength(3);
    const table = lines.map((line) => line.split(','));
    expect(new Set(table.map((cells) => cells.length)).size).toBe(1);
    const column = table[0]?.indexOf('speedup') ?? -1;
    expect(table[1]?.[column]).toBe('');
    expect(Number(table[2]?.[column])).toBe(report().speedups[0]?.ratio);
  });

  it('quotes what must be quoted and disarms formulas', () => {
    expect(reportCsv(report('=1+1,"x"'))).toContain('"\'=1+1,""x"""');
  });
});

describe('reportJson', () => {
  it('reads back as the same report', () => {
    expect(compareReportSchema.parse(JSON.parse(reportJson(report())))).toEqual(report());
  });
});

describe('the figures', () => {
  it('have three digits and their unit', () => {
    expect([0.0123, 12.34, 999.9, 1234].map(formatMs)).toEqual(['0.0123 ms', '12.3 ms', '1,000 ms', '1.23 s']);
    expect([0, 999, 1000, 1_471_382, 2.5e12].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.00 kB',
      '1.47 MB',
      '2.50 TB',
    ]);
    expect([0, 1.5e-7, 12345, 2e7].map(digits)).toEqual(['0', '1.50e-7', '12,345', '2.00e+7']);
  });

  it('stand on round ticks that reach over the axis', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (end) => {
        const all = ticks(end, 8);
        expect(all.length).toBeGreaterThanOrEqual(4);
        expect(all.length).toBeLessThanOrEqual(10);
        expect(all.at(-1)).toBeLessThanOrEqual(end * 1.000001);
      }),
    );
    expect(ticks(2.1, 8)).toEqual([0, 0.5, 1, 1.5, 2]);
  });

  it('leave no character in text that could open a tag or an attribute', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[<>"']/.test(escapeText(text))));
  });
});
