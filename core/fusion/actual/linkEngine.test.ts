import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import type { Model } from '#core/onnx/model.ts';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { readLayers } from '../inspector/readLayers.ts';
import { removals } from '../removal.ts';
import { layersOf } from './engineLink.ts';
import { linkEngine } from './linkEngine.ts';

interface LayerWords {
  readonly Name: string;
  readonly Metadata?: string;
  readonly Outputs?: readonly { readonly Name: string }[];
}

function link({ graph }: Model, layers: readonly (LayerWords | string)[]) {
  const index = indexGraph(graph);
  const known = new Set(graph.nodes.map(nodeName));
  const read = readLayers(JSON.stringify({ Layers: layers, Bindings: [] }), known).layers;
  const removed = removals(
    graph,
    index,
    () => undefined,
    () => 1,
  );
  const found = linkEngine({ graph, index, layers: read, removed });
  const fate = (name: string) => found.fates[graph.nodes.findIndex((node) => nodeName(node) === name)];
  return { found, fate };
}

const named = (...names: readonly string[]) => names.map((name) => `[ONNX Layer: ${name}]`).join('\u001e');
const words: ModelWords = {
  nodes: [
    'k: c = Constant()',
    'conv: a = Conv(x, w)',
    'relu: b = Relu(a)',
    'move: d = Reshape(b, c)',
    'max: e = Max(d, s)',
    'y = Add(e, d)',
  ],
  inputs: { x: 'float32[1,16,8,8]' },
  outputs: { y: 'float32[16,64]' },
  initializers: { w: 'float32[16,16,3,3]', s: 'float32[64]' },
};

describe('the link of a model and its engine', () => {
  it('tells kept, fused, folded and removed nodes apart', () => {
    const { found, fate } = link(aModel(words), [
      { Name: 'conv + relu', Metadata: named('conv', 'relu') },
      { Name: 'max', Metadata: named('max') },
      { Name: 'add', Metadata: named('node_of_y') },
    ]);
    expect(fate('conv')).toEqual({ kind: 'fused', layers: [0], evidence: 'named' });
    expect(fate('max')).toEqual({ kind: 'kept', layers: [1], evidence: 'named' });
    expect(fate('node_of_y')).toEqual({ kind: 'kept', layers: [2], evidence: 'named' });
    expect(fate('k')?.kind).toBe('folded');
    expect(fate('move')).toMatchObject({ kind: 'removed', reason: expect.stringContaining('Reshape') });
    expect(found.coverage).toBe(1);
    expect(found.named).toBeCloseTo(4 / 6, 12);
  });

  it('leaves a node unmapped that more than one layer could compute, and counts it against the coverage', () => {
    const { found, fate } = link(aModel(words), [
      { Name: 'conv + relu', Metadata: named('conv', 'relu') },
      { Name: 'add', Metadata: named('node_of_y') },
    ]);
    expect(fate('max')?.kind).toBe('unmapped');
    expect(found.coverage).toBeCloseTo(5 / 6, 12);
  });

  it('takes a factor that nobody names for one that became part of another', () => {
    const nodes = (words.nodes ?? []).map((line) => (line === 'max: e = Max(d, s)' ? 'scale: e = Mul(d, s)' : line));
    const { found, fate } = link(aModel({ ...words, nodes }), [
      { Name: 'conv + relu', Metadata: named('conv', 'relu') },
      { Name: 'add', Metadata: named('node_of_y') },
    ]);
    expect(fate('scale')).toMatchObject({ kind: 'removed', reason: expect.stringContaining('neighbour') });
    expect(found.coverage).toBe(1);
  });

  it('infers what only one layer can compute: between its own nodes, or where its metadata was cut', () => {
    const whole = link(aModel(words), [{ Name: 'all', Metadata: named('conv', 'relu', 'node_of_y') }]);
    expect(whole.fate('max')).toEqual({ kind: 'fused', layers: [0], evidence: 'inferred' });
    expect(whole.found.layers[0]?.inferred.length).toBe(1);
    const cut = link(aModel(words), [
      { Name: 'conv', Metadata: named('conv', 'relu') },
      { Name: 'rest', Metadata: '[ONNX Layer: some]\u001f[ONNX L ... Layer: node_of_y]' },
    ]);
    expect(cut.fate('node_of_y')).toMatchObject({ layers: [1], evidence: 'named' });
    expect(cut.fate('max')).toEqual({ kind: 'fused', layers: [1], evidence: 'inferred' });
  });

  it('takes the layer that writes its tensor for a node that no metadata names', () => {
    const { fate } = link(aModel(words), [
      { Name: 'conv + relu', Metadata: named('conv', 'relu') },
      { Name: '__myl_Max_myl0_1', Outputs: [{ Name: 'e' }] },
      { Name: 'add', Metadata: named('node_of_y') },
    ]);
    expect(fate('max')).toEqual({ kind: 'kept', layers: [1], evidence: 'inferred' });
  });

  it('puts all between the ends of a region that Myelin kept closed into that region, not into its reformats', () => {
    const { fate } = link(aModel(words), [
      { Name: 'Reformatting CopyNode for Input Tensor 0 to {ForeignNode[max...node_of_y]}' },
      { Name: 'conv + relu', Metadata: named('conv', 'relu') },
      { Name: '{ForeignNode[max...node_of_y]}' },
    ]);
    expect(fate('max')).toEqual({ kind: 'fused', layers: [2], evidence: 'inferred' });
    expect(fate('node_of_y')).toMatchObject({ layers: [2] });
  });

  it('holds a node that was split in every layer that names it', () => {
    const { found, fate } = link(aModel(words), [
      { Name: 'first', Metadata: named('conv', 'relu') },
      { Name: 'second', Metadata: named('relu', 'max') },
      { Name: 'add', Metadata: named('node_of_y') },
    ]);
    expect(fate('relu')).toMatchObject({ kind: 'fused', layers: [0, 1] });
    expect(layersOf(found, 2)).toEqual([0, 1]);
  });

  it('gives a quantizer to the layer before it and a dequantizer to the layer behind it', () => {
    const model = aModel({
      nodes: [
        'conv: a = Conv(x, w)',
        'q: b = QuantizeLinear(a, s, z)',
        'd: e = DequantizeLinear(b, s, z)',
        'p: y = MaxPool(e)',
      ],
      inputs: { x: 'float32[1,16,8,8]' },
      outputs: { y: 'float32[1,16,4,4]' },
      initializers: { w: 'float32[16,16,3,3]', s: 'float32[]', z: 'int8[]' },
    });
    const { fate } = link(model, [
      { Name: 'conv', Metadata: named('conv') },
      { Name: 'pool', Metadata: named('p') },
    ]);
    expect(fate('q')).toMatchObject({ layers: [0], evidence: 'inferred' });
    expect(fate('d')).toMatchObject({ layers: [1], evidence: 'inferred' });
  });

  it('reads an engine without detail by its names', () => {
    const { found, fate } = link(aModel(words), ['conv + relu', 'PWN(PWN(max), node_of_y)']);
    expect(fate('max')).toMatchObject({ kind: 'fused', layers: [1] });
    expect(found.coverage).toBe(1);
  });

  it('gives every node one fate and a coverage between 0 and 1, whatever the layers say', () => {
    const model = aModel(words);
    const names = model.graph.nodes.map(nodeName);
    const layer = fc.record({
      Name: fc.oneof(fc.string(), fc.constantFrom(...names, '{ForeignNode[max...conv]}', '{ForeignNode[x]}')),
      Metadata: fc.oneof(
        fc.string(),
        fc.subarray(names).map((some) => named(...some)),
      ),
    });
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 5 }), (layers) => {
        const { found } = link(model, layers);
        expect(found.fates.length).toBe(names.length);
        expect(found.coverage).toBeGreaterThanOrEqual(found.named);
        expect(found.coverage).toBeLessThanOrEqual(1);
        found.fates.forEach((_, node) => {
          for (const at of layersOf(found, node)) {
            const held = found.layers[at];
            expect([...(held?.nodes ?? []), ...(held?.inferred ?? [])]).toContain(node);
          }
        });
      }),
    );
  });
});
