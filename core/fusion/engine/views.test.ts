import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineLayer, LayerTensor } from '../inspector/readLayers.ts';
import { engineGraph } from './engineGraph.ts';
import { heatMap } from './heat.ts';
import { layerPrecision, widerBy } from './layerPrecision.ts';
import { layerRole } from './layerRole.ts';
import { servedLayers } from './served.ts';
import { anEngine } from './testing/anEngine.ts';
import { topKernels } from './topKernels.ts';
import { transitionMatrix } from './transitions.ts';

const tensor = (name: string, type = 'FP32', format = ''): LayerTensor => ({ name, dims: [1, 4], type, format });
const aLayer = (parts: Partial<EngineLayer>): EngineLayer => ({
  name: 'layer',
  kind: 'CaskConvolution',
  inputs: [],
  outputs: [],
  nodes: [],
  namedBy: 'metadata',
  cut: false,
  tactic: '',
  origin: '',
  stream: 0,
  ...parts,
});

describe('the role of a layer', () => {
  const moving = (kind: string, from: LayerTensor, to: LayerTensor) => aLayer({ kind, inputs: [from], outputs: [to] });

  it('is to reformat where type or layout change, and to copy where they do not', () => {
    expect(layerRole(moving('Reformat', tensor('a'), tensor('b', 'FP16')), [])).toBe('reformat');
    expect(layerRole(moving('Reformat', tensor('a', 'FP16', 'x'), tensor('b', 'FP16', 'y')), [])).toBe('reformat');
    expect(layerRole(moving('Reformat', tensor('a'), tensor('b')), [])).toBe('copy');
    expect(layerRole(moving('kgen', tensor('a', 'FP16'), tensor('b')), [])).toBe('reformat');
  });

  it('is to compute where it does a node’s work, though a runtime calls it a copy', () => {
    const kgen = { ...moving('kgen', tensor('a'), tensor('b')), nodes: ['relu'] };
    expect(layerRole(kgen, ['Relu'])).toBe('compute');
    expect(layerRole({ ...moving('Reformat', tensor('a'), tensor('b')), nodes: ['concat'] }, ['Concat'])).toBe('copy');
    expect(layerRole({ ...kgen, kind: 'Transpose', nodes: ['t'] }, ['Transpose'])).toBe('compute');
    // ONNX Runtime puts transposes in by itself to change the layout.
    expect(layerRole(moving('Transpose', tensor('a'), tensor('b')), [])).toBe('reformat');
    expect(layerRole(moving('QuantizeLinear', tensor('a'), tensor('b', 'INT8')), ['Relu'])).toBe('reformat');
  });
});

describe('the precision of a layer', () => {
  it('is that of the first tensor to calculate with, not of indexes', () => {
    expect(layerPrecision(aLayer({ inputs: [tensor('ids', 'INT64'), tensor('table', 'FP16')] }))).toBe('FP16');
    expect(layerPrecision(aLayer({ inputs: [tensor('x', 'UINT8')], outputs: [tensor('y')] }))).toBe('INT8');
    expect(layerPrecision(aLayer({ inputs: [tensor('x')], tactic: 'sm80_xmma_f32f32_tf32f32_f32' }))).toBe('TF32');
    expect(layerPrecision(aLayer({}))).toBe('');
  });

  it('is ordered from wide to narrow', () => {
    expect(widerBy('FP32', 'INT8')).toBeGreaterThan(widerBy('FP16', 'INT8'));
    expect(widerBy('INT8', 'FP16')).toBeLessThan(0);
    expect(widerBy('INT64', 'INT8')).toBe(0);
  });
});

describe('a reformat', () => {
  it('serves the layer that reads it, through others of its kind, else the one that wrote for it', () => {
    const layers = [
      aLayer({ outputs: [tensor('a')] }),
      aLayer({ inputs: [tensor('a')], outputs: [tensor('b')] }),
      aLayer({ inputs: [tensor('b')], outputs: [tensor('c')] }),
      aLayer({ inputs: [tensor('c')], outputs: [tensor('d')] }),
      aLayer({ inputs: [tensor('d')], outputs: [tensor('y')] }),
    ];
    const roles = ['compute', 'reformat', 'copy', 'compute', 'reformat'] as const;
    expect(servedLayers(layers, roles)).toEqual([null, 3, 3, null, 3]);
  });
});

describe('the conversions of an engine', () => {
  const report = anEngine([
    { role: 'reformat', ms: 0.2, inputs: [tensor('a')], outputs: [tensor('b', 'INT8')], serves: 1 },
    { nodes: ['conv'], ms: 1, precision: 'INT8' },
    { role: 'reformat', ms: 0.1, inputs: [tensor('c')], outputs: [tensor('d', 'INT8')], serves: 1 },
    { role: 'copy', ms: 5, inputs: [tensor('e')], outputs: [tensor('f')] },
  ]);

  it('are counted by pair of types with their time', () => {
    expect(transitionMatrix(report)).toEqual({
      types: ['FP32', 'INT8'],
      transitions: [{ from: 'FP32', to: 'INT8', count: 2, ms: expect.closeTo(0.3, 9), layers: [0, 2] }],
    });
  });

  it('heat the nodes of the layer that they serve', () => {
    expect(heatMap(report, 'reformats').nodes.get('conv')?.value).toBeCloseTo(0.3, 9);
    expect(heatMap(report, 'time').nodes.get('conv')).toMatchObject({ level: 1, value: 1 });
    expect(heatMap(report, 'precision').nodes.get('conv')?.label).toBe('INT8');
  });
});

describe('the kernels of an engine', () => {
  it('hold all of its time, the longest first', () => {
    const layer = fc.record({
      kernel: fc.constantFrom('', 'gemm', 'conv'),
      precision: fc.constantFrom('FP16', 'INT8'),
      ms: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1 }), (parts) => {
        const report = anEngine(parts);
        const kernels = topKernels(report);
        expect(kernels.reduce((sum, { ms }) => sum + (ms ?? 0), 0)).toBe(report.totalMs);
        expect(kernels.flatMap(({ layers }) => layers).sort((a, b) => a - b)).toEqual(parts.map((_, at) => at));
        const times = kernels.map(({ ms }) => ms ?? 0);
        expect(times).toEqual(times.toSorted((a, b) => b - a));
      }),
    );
  });
});

describe('the graph of an engine', () => {
  it('leads from the layer that writes a tensor to those that read it, past what does not run', () => {
    const { layers } = anEngine([
      { role: 'constant', outputs: [tensor('w')] },
      { nodes: ['conv'], inputs: [tensor('x'), tensor('w')], outputs: [tensor('a')] },
      { role: 'idle', inputs: [tensor('a')], outputs: [tensor('b')] },
      { nodes: ['relu'], inputs: [tensor('b')], outputs: [tensor('c')] },
      { nodes: ['add'], inputs: [tensor('c'), tensor('a')], outputs: [tensor('y')] },
    ]);
    const graph = engineGraph(layers);
    expect([...graph.layers]).toEqual([1, 3, 4]);
    const edges = [...graph.from].map((from, edge) => [from, graph.to[edge]]);
    expect(edges).toEqual([
      [0, 1],
      [1, 2],
      [0, 2],
    ]);
  });
});
