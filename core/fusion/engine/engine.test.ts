import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { type EngineReport, nodesOf } from './engineReport.ts';
import { heatMap } from './heat.ts';
import { layersByNode } from './layersByNode.ts';
import { matchEngines } from './matchEngines.ts';
import { reportEngine } from './reportEngine.ts';
import { anEngine } from './testing/anEngine.ts';
import { transitionMatrix } from './transitions.ts';

const fixtures = resolve(import.meta.dirname, '../../../../shared/fixtures/tensorrt-10.6-h100');
const there = existsSync(fixtures);
const text = (name: string) => readFileSync(resolve(fixtures, name), 'utf8');
const skipped = '(skipped without the fixtures)';

async function fixture(network: string, mode: string): Promise<EngineReport> {
  const model = await readModel(memorySource(readFileSync(resolve(fixtures, `${network}.graph.onnx`))));
  const profile = resolve(fixtures, `${network}-${mode}.profile.json`);
  return reportEngine(model, {
    layers: text(`${network}-${mode}.layers.json`),
    profile: existsSync(profile) ? readFileSync(profile, 'utf8') : null,
  });
}

describe('the report of a real engine', () => {
  it.skipIf(!there)(`tells kernel, precision, time, traffic and nodes of each layer ${skipped}`, async () => {
    const report = await fixture('resnet50', 'fp32');
    expect(report.coverage).toBe(1);
    expect(report.unmapped).toEqual([]);
    expect(report.runs).toBe(40);
    const stem = report.layers.find(({ nodes }) => nodes.includes('/conv1/Conv'));
    expect(stem).toMatchObject({
      role: 'compute',
      kind: 'CaskConvolution',
      // The kernel multiplies FP32 in TF32, and its name says so.
      precision: 'TF32',
      nodes: ['/conv1/Conv', '/relu/Relu'],
      serves: null,
    });
    expect(stem?.kernel).toContain('tf32');
    // 112 · 112 · 64 · (7 · 7 · 3) multiply-accumulates, two operations each, and one of the Relu.
    expect(stem?.operations).toBe(112 * 112 * 64 * (2 * 7 * 7 * 3 + 1));
    // Input and output in FP32, and the weights and bias inside the layer.
    expect(stem?.bytes).toBe(4 * (3 * 224 * 224 + 64 * 112 * 112 + 64 * 3 * 49 + 64));
    const shares = report.layers.reduce((sum, { share }) => sum + (share ?? 0), 0);
    expect(shares).toBeCloseTo(1, 9);
  });

  it.skipIf(!there)(`knows what reformats serve ${skipped}`, async () => {
    const report = await fixture('resnet50', 'fp16');
    const first = report.layers[0];
    expect(first?.role).toBe('reformat');
    expect(nodesOf(report.layers[first?.serves ?? -1] ?? { nodes: [], inferred: [] })).toContain('/conv1/Conv');
    expect(transitionMatrix(report)).toMatchObject({
      types: ['FP32', 'FP16'],
      transitions: expect.arrayContaining([expect.objectContaining({ from: 'FP32', to: 'FP16', count: 1 })]),
    });
  });

  it.skipIf(!there)(
    `shows what an INT8 engine really works in: TensorRT took FP16 for most of it ${skipped}`,
    async () => {
      const report = await fixture('resnet50', 'int8');
      expect(report.totalMs).toBeNull();
      const heat = heatMap(report, 'precision');
      expect(heat.nodes.get('/conv1/Conv')?.label).toBe('INT8');
      expect(heat.nodes.get('/layer1/layer1.0/conv2/Conv')?.label).toBe('FP16');
      expect(transitionMatrix(report).types).toEqual(['FP32', 'FP16', 'INT8']);
      expect(transitionMatrix(report).transitions.every(({ ms, count }) => ms === null && count > 0)).toBe(true);
    },
  );

  it.skipIf(!there)(`finds every layer of a transformer from its nodes and back ${skipped}`, async () => {
    const report = await fixture('bert_4l', 'fp16');
    const byNode = layersByNode(report);
    for (const layer of report.layers) {
      for (const node of nodesOf(layer)) expect(byNode.get(node)).toContain(layer);
    }
    const heat = heatMap(report, 'time');
    expect(heat.most).toBeGreaterThan(0);
    expect([...heat.nodes.values()].every(({ level }) => level >= 0 && level <= 1)).toBe(true);
  });
});

describe('two engines of one model', () => {
  it.skipIf(!there)(`meet in regions that hold every layer's time once ${skipped}`, async () => {
    const [a, b] = [await fixture('resnet50', 'fp32'), await fixture('resnet50', 'fp16')];
    const regions = matchEngines(a, b);
    expect(regions.reduce((sum, { aMs }) => sum + (aMs ?? 0), 0)).toBeCloseTo(a.totalMs ?? 0, 9);
    expect(regions.reduce((sum, { bMs }) => sum + (bMs ?? 0), 0)).toBeCloseTo(b.totalMs ?? 0, 9);
    const stem = regions.find(({ nodes }) => nodes.includes('/conv1/Conv'));
    // The layer itself and the reformat before it, in both.
    expect([stem?.a.length, stem?.b.length]).toEqual([2, 2]);
    expect(regions.map(({ deltaMs }) => Math.abs(deltaMs ?? 0))).toEqual(
      regions.map(({ deltaMs }) => Math.abs(deltaMs ?? 0)).sort((x, y) => y - x),
    );
  });

  it('meet though they fuse differently', () => {
    const a = anEngine([
      { nodes: ['conv', 'relu'], ms: 2 },
      { nodes: ['pool'], ms: 1 },
      { nodes: ['gemm'], ms: 5 },
    ]);
    const b = anEngine([
      { nodes: ['conv'], ms: 1 },
      { nodes: ['relu', 'pool'], ms: 0.5 },
      { nodes: ['gemm'], ms: 4.75 },
    ]);
    expect(matchEngines(a, b)).toEqual([
      { nodes: ['conv', 'relu', 'pool'], a: [0, 1], b: [0, 1], aMs: 3, bMs: 1.5, deltaMs: -1.5 },
      { nodes: ['gemm'], a: [2], b: [2], aMs: 5, bMs: 4.75, deltaMs: -0.25 },
    ]);
  });

  it('are matched so that no two regions share a node, and each layer is in one', () => {
    const node = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
    const engine = fc.array(fc.record({ nodes: fc.uniqueArray(node), ms: fc.integer({ min: 1, max: 9 }) }));
    fc.assert(
      fc.property(engine, engine, (one, other) => {
        const [a, b] = [anEngine(one), anEngine(other)];
        const regions = matchEngines(a, b);
        const nodes = regions.flatMap((region) => region.nodes);
        expect(new Set(nodes).size).toBe(nodes.length);
        expect(regions.flatMap((region) => region.a).sort((x, y) => x - y)).toEqual(one.map((_, at) => at));
        expect(regions.flatMap((region) => region.b).sort((x, y) => x - y)).toEqual(other.map((_, at) => at));
      }),
    );
  });
});
