import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportEngine } from '#core/fusion/engine/reportEngine.ts';
import { anEngine, type LayerParts } from '#core/fusion/engine/testing/anEngine.ts';
import { nodeName } from '#core/graph/graphIndex.ts';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { explain } from './explain.ts';

const fixtures = resolve(import.meta.dirname, '../../../../shared/fixtures/tensorrt-10.6-h100');
const there = existsSync(fixtures);
const file = (name: string) => readFileSync(resolve(fixtures, name));

const tensor = (name: string, type: string) => ({ name, dims: [1, 8], type, format: '' });
const operators: Readonly<Record<string, string>> = {
  conv1: 'Conv',
  conv2: 'Conv',
  conv3: 'Conv',
  add: 'Add',
  pool: 'MaxPool',
};
const operator = (node: string) => operators[node] ?? '';

const fp32 = (parts: readonly LayerParts[]) => ({ report: anEngine(parts), name: 'FP32', precision: 'fp32' as const });
const int8 = (parts: readonly LayerParts[]) => ({ report: anEngine(parts), name: 'INT8', precision: 'int8' as const });
const base = fp32([
  { nodes: ['conv1'], ms: 1 },
  { nodes: ['conv2'], ms: 1 },
]);

describe('why an engine is not faster', () => {
  it('names the conversion that costs most, and offers to quantize the residual input', () => {
    const other = int8([
      { nodes: ['conv1'], ms: 0.5, precision: 'FP32', outputs: [tensor('a', 'FP32')] },
      { role: 'reformat', ms: 0.4, inputs: [tensor('a', 'FP32')], outputs: [tensor('b', 'INT8')], serves: 2 },
      { nodes: ['conv2', 'add'], ms: 0.5, precision: 'INT8', inputs: [tensor('b', 'INT8')] },
    ]);
    const found = explain({ base, other, operator }).find(({ kind }) => kind === 'reformats');
    expect(found).toMatchObject({
      ms: 0.4,
      nodes: ['conv2', 'add'],
      change: { text: expect.stringContaining('residual input of add'), layers: { conv1: 'int8' } },
    });
    expect(found?.text).toContain('FP32 → INT8 before conv2');
  });

  it('says behind which node a result is converted on its way out', () => {
    const other = int8([
      { nodes: ['conv1'], ms: 0.5, precision: 'INT8', outputs: [tensor('a', 'INT8')] },
      { role: 'reformat', ms: 0.4, inputs: [tensor('a', 'INT8')], outputs: [tensor('y', 'FP32')], serves: 0 },
    ]);
    const found = explain({ base, other, operator }).find(({ kind }) => kind === 'reformats');
    expect(found?.text).toContain('INT8 → FP32 behind conv1');
  });

  it('names the node that keeps a Q/DQ pair from fusing', () => {
    const other = int8([
      { nodes: ['conv1'], ms: 0.4, precision: 'INT8', outputs: [tensor('a', 'INT8')] },
      {
        nodes: ['a/DequantizeLinear'],
        ms: 0.2,
        role: 'reformat',
        inputs: [tensor('a', 'INT8')],
        outputs: [tensor('b', 'FP32')],
        serves: 2,
      },
      { nodes: ['pool'], ms: 0.3, precision: 'FP32', inputs: [tensor('b', 'FP32')] },
    ]);
    const findings = explain({ base, other, operator });
    expect(findings.find(({ kind }) => kind === 'quantization')).toMatchObject({
      ms: 0.2,
      nodes: ['pool', 'a/DequantizeLinear'],
      change: { layers: { pool: 'int8' } },
    });
    // It is no reformat beside that.
    expect(findings.filter(({ kind }) => kind === 'reformats')).toEqual([]);
  });

  it('counts the layers that stayed in a wider type', () => {
    const other = int8([
      { nodes: ['conv1'], ms: 0.9, precision: 'FP32' },
      { nodes: ['conv2'], ms: 0.3, precision: 'INT8' },
    ]);
    const found = explain({ base, other, operator }).find(({ kind }) => kind === 'precision');
    expect(found?.text).toContain('1 of 2 layers that multiply work in FP32, not in INT8: 0.900 ms');
    expect(found).toMatchObject({ nodes: ['conv1'], change: { layers: { conv1: 'int8' } } });
    // FP32 is four times as wide.
    expect(found?.ms).toBeCloseTo(0.9 * 0.75, 9);
  });

  it('offers no change of the recipe where no layer at all took the type', () => {
    const other = int8([
      { nodes: ['conv1'], ms: 0.9, precision: 'FP32' },
      { nodes: ['conv2'], ms: 0.9, precision: 'FP32' },
    ]);
    const found = explain({ base, other, operator }).find(({ kind }) => kind === 'precision');
    expect(found?.change).toEqual({ text: expect.stringContaining('No kernel of this target works in INT8') });
  });

  it('offers to keep regions in the base’s precision where that is faster', () => {
    const other = int8([
      { nodes: ['conv1'], ms: 1.4, precision: 'INT8' },
      { nodes: ['conv2'], ms: 0.3, precision: 'INT8' },
    ]);
    const found = explain({ base, other, operator })[0];
    expect(found).toMatchObject({ kind: 'regions', nodes: ['conv1'], change: { layers: { conv1: 'fp32' } } });
    expect(found?.ms).toBeCloseTo(0.4, 9);
    expect(found?.text).toContain('while the others gain 0.700 ms');
  });

  it('offers to keep nothing in a precision that it works in already', () => {
    const other = int8([
      { nodes: ['conv1'], ms: 1.4, precision: 'FP32' },
      { nodes: ['conv2'], ms: 1.2, precision: 'INT8' },
    ]);
    const found = explain({ base, other, operator }).find(({ kind }) => kind === 'regions');
    expect(found).toMatchObject({ nodes: ['conv1', 'conv2'], change: { layers: { conv2: 'fp32' } } });
    expect(found?.change?.text).toContain('up to 0.200 ms less');
    const wide = int8([
      { nodes: ['conv1'], ms: 1.4, precision: 'TF32' },
      { nodes: ['conv2'], ms: 0.9, precision: 'INT8' },
    ]);
    expect(explain({ base, other: wide, operator }).find(({ kind }) => kind === 'regions')?.change).toBeNull();
  });

  it('offers no narrower type for what is slow in the wider engine', () => {
    const other = { ...base, report: anEngine([{ nodes: ['conv1'], ms: 3 }]) };
    const narrow = int8([{ nodes: ['conv1'], ms: 1, precision: 'INT8' }]);
    const found = explain({ base: narrow, other, operator }).find(({ kind }) => kind === 'regions');
    expect(found).toMatchObject({ ms: 2, change: null });
  });

  it('tells a throttled run by work that is the same in both', () => {
    const copies = (ms: number): LayerParts[] => Array.from({ length: 6 }, () => ({ role: 'copy', ms }));
    const slow = explain({ base: fp32(copies(0.01)), other: int8(copies(0.02)), operator });
    expect(slow.find(({ kind }) => kind === 'clocks')?.text).toContain('took 2.00 times as long');
    expect(slow.find(({ kind }) => kind === 'clocks')?.ms).toBeCloseTo(0.06, 9);
    const same = explain({ base: fp32(copies(0.01)), other: int8(copies(0.0105)), operator });
    expect(same.filter(({ kind }) => kind === 'clocks')).toEqual([]);
    const held = explain({
      base: { ...fp32(copies(0.01)), state: { megahertz: 1980 } },
      other: { ...int8(copies(0.01)), state: { megahertz: 990, throttling: 0x40 } },
      operator,
    });
    expect(held.find(({ kind }) => kind === 'clocks')?.text).toContain('The driver held clocks back while INT8 ran.');
    expect(held.find(({ kind }) => kind === 'clocks')?.ms).toBeCloseTo(0.03, 9);
  });

  it('separates kernels that only start from those that wait for memory', () => {
    const tiny: LayerParts[] = Array.from({ length: 9 }, () => ({ nodes: [], ms: 0.004, bytes: 8, operations: 8 }));
    const other = int8([
      ...tiny,
      { nodes: ['conv1'], ms: 1, bytes: 1e6, operations: 1e9 },
      { nodes: ['pool'], ms: 1, bytes: 1e7, operations: 1e7 },
    ]);
    const found = explain({ base, other, operator }).find(({ kind }) => kind === 'small-kernels');
    expect(found?.text).toContain('9 of 11 kernels');
    expect(found?.text).toContain('Of the 2 longer ones 1 waits for memory');
    expect(found?.ms).toBeCloseTo(9 * 0.004 * 0.75, 9);
  });

  it.skipIf(!there)(
    'finds that the FP16 profile of a real ResNet-50 was taken at lower clocks (skipped without the fixtures)',
    async () => {
      const model = await readModel(memorySource(file('resnet50.graph.onnx')));
      const names = new Map(model.graph.nodes.map((node) => [nodeName(node), node.opType]));
      const side = async (precision: 'fp32' | 'fp16') => ({
        name: precision.toUpperCase(),
        precision,
        report: await reportEngine(model, {
          layers: file(`resnet50-${precision}.layers.json`).toString(),
          profile: file(`resnet50-${precision}.profile.json`).toString(),
        }),
      });
      const findings = explain({
        base: await side('fp32'),
        other: await side('fp16'),
        operator: (node) => names.get(node) ?? '',
      });
      expect(findings.find(({ kind }) => kind === 'clocks')?.text).toContain('slower while FP16 was profiled');
      expect(findings.find(({ kind }) => kind === 'small-kernels')?.nodes.length).toBeGreaterThan(10);
      expect(findings.every(({ text, nodes }) => text.length > 40 && nodes.every((node) => node !== ''))).toBe(true);
      const costs = findings.map(({ ms }) => ms ?? -1);
      expect(costs).toEqual(costs.toSorted((a, b) => b - a));
    },
  );
});
