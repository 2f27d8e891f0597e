import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
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

  it('says of one quantizer and of several what stayed, and of a region that is new that nothing ran before', () => {
    const quantizer = (at: number): LayerParts => ({
      nodes: [`v${at}/QuantizeLinear`],
      ms: 0.2,
      role: 'reformat',
      inputs: [tensor(`v${at}`, 'FP32')],
      outputs: [tensor(`q${at}`, 'INT8')],
    });
    const text = (count: number, kind: string) => {
      const quantizers = Array.from({ length: count }, (_, at) => quantizer(at));
      const other = int8([...quantizers, { nodes: ['conv1', 'conv2'], ms: 0.5, precision: 'INT8' }]);
      return explain({ base, other, operator }).find((finding) => finding.kind === kind)?.text ?? '';
    };
    expect(text(1, 'quantization')).toMatch(/^A QuantizeLinear or DequantizeLinear stayed a kernel of its own,/);
    expect(text(2, 'quantization')).toMatch(/^2 of QuantizeLinear and DequantizeLinear stayed kernels of their own,/);
    expect(text(1, 'regions')).toContain('where nothing ran before');
    expect(text(1, 'regions')).not.toContain('0.00 µs');
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

describe('why, on engines that were kept', () => {
  const level0 = resolve(import.meta.dirname, '../../../bench/fusion/truth/tensorrt-10.6-h100-level0');
  const level1 = resolve(import.meta.dirname, '../../../bench/fusion/truth/tensorrt-10.6-h100');
  const unpacked = (name: string) => {
    const path = [level0, level1].flatMap((folder) => [resolve(folder, name), resolve(folder, `${name}.gz`)]);
    const found = path.find((one) => existsSync(one)) ?? name;
    const bytes = readFileSync(found);
    return found.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  };
  const sides = async (network: string, variants: readonly [string, string]) => {
    const model = await readModel(memorySource(new Uint8Array(unpacked(`${network}.graph.onnx`))));
    const side = async (variant: string) => {
      const files = {
        layers: String(unpacked(`${network}-${variant}.layers.json`)),
        profile: String(unpacked(`${network}-${variant}.profile.json`)),
      };
      const precision = variant === 'fp32' ? ('fp32' as const) : ('int8' as const);
      return { report: await reportEngine(model, files), name: variant.toUpperCase(), precision };
    };
    const types = new Map(model.graph.nodes.map((node) => [nodeName(node), node.opType]));
    const found = (node: string) => types.get(node) ?? '';
    return { base: await side(variants[0]), other: await side(variants[1]), operator: found };
  };

  it.each([
    ['resnet18', 'int8', 'qdq'],
    ['resnet18', 'fp32', 'qdq'],
    ['one_stage', 'fp32', 'int8'],
  ])('tells of %s from %s to %s in whole sentences, none costing more than the engine', async (network, a, b) => {
    const given = await sides(network, [a, b]);
    const findings = explain(given);
    expect(findings.length).toBeGreaterThan(2);
    for (const { text, ms, change } of findings) {
      expect(text).toMatch(/^[A-Z0-9].*\.$/s);
      expect(text).not.toMatch(/NaN|undefined|Infinity|0\.00 µs/);
      expect(ms ?? 0).toBeLessThanOrEqual(given.other.report.totalMs ?? 0);
      expect(change?.text ?? 'Nothing.').toMatch(/\.$/);
    }
  });

  it('names, from flags to Q/DQ, the quantizers that stand alone and the Add that blocks one', async () => {
    const findings = explain(await sides('resnet18', ['int8', 'qdq']));
    const alone = findings.find(({ kind }) => kind === 'quantization');
    expect(alone?.nodes).toContain('/layer4/layer4.1/Add');
    expect(alone?.text).toContain('blocks the first of them');
    expect(findings.find(({ kind }) => kind === 'precision')?.text).toContain('/fc/Gemm');
  });
});
