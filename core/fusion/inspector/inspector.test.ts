import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportProfile } from './exportProfile.ts';
import { foreignNodeEnds, nodesInMetadata, nodesInName } from './layerNodes.ts';
import { parseLenientJson } from './lenientJson.ts';
import { joinProfile, readProfile } from './profile.ts';
import { readLayers } from './readLayers.ts';

const fixtures = resolve(import.meta.dirname, '../../../../shared/fixtures/tensorrt-10.6-h100');
const there = existsSync(fixtures);
const read = (name: string) => readFileSync(resolve(fixtures, name), 'utf8');

describe('the inspector of TensorRT 10', () => {
  it.skipIf(!there)('tells layers, types and the ONNX nodes of every kernel (skipped without the fixtures)', () => {
    const { layers, bindings, detailed } = readLayers(read('resnet50-fp16.layers.json'));
    expect([layers.length, bindings, detailed]).toEqual([153, ['x', 'y'], true]);
    const first = layers.find(({ nodes }) => nodes.length > 0);
    expect(first).toMatchObject({ kind: 'CaskConvolution', nodes: ['/conv1/Conv', '/relu/Relu'] });
    expect(first?.outputs[0]).toMatchObject({ type: 'FP16', dims: [1, 64, 112, 112] });
    const reformat = layers[0];
    expect(reformat).toMatchObject({ kind: 'Reformat', origin: 'REFORMAT', nodes: [] });
    expect([reformat?.inputs[0]?.type, reformat?.outputs[0]?.type]).toEqual(['FP32', 'FP16']);
    // 53 convolutions, each in exactly one layer.
    const convolutions = layers.flatMap(({ nodes }) => nodes.filter((node) => /conv\d|downsample/.test(node)));
    expect(convolutions.length).toBe(53);
    expect(new Set(convolutions).size).toBe(53);
  });

  it.skipIf(!there)('names the nodes of kernels whose own names say nothing', () => {
    const { layers } = readLayers(read('bert_4l-fp16.layers.json'));
    const opaque = layers.find(({ name }) => name === '__myl_AddCasMeaSubMulMeaAddSqrDivMulCasMulAdd_myl0_6');
    expect(opaque?.nodes).toEqual([
      '/m/encoder/layer.0/attention/output/Add',
      '/m/encoder/layer.0/attention/output/LayerNorm/LayerNormalization',
    ]);
  });

  it.skipIf(!there).each(['resnet50-fp16', 'resnet50-fp32', 'bert_4l-fp16'])(
    'joins the profile of %s without a rest',
    (name) => {
      const { layers } = readLayers(read(`${name}.layers.json`));
      const profile = readProfile(read(`${name}.profile.json`));
      const joined = joinProfile(layers, profile);
      expect(joined.left).toEqual([]);
      const percent = joined.layers.reduce((sum, { time }) => sum + (time?.percent ?? 0), 0);
      expect(percent).toBeCloseTo(100, 1);
      expect(profile.runs).toBe(40);
    },
  );
});

describe('the inspector in other forms', () => {
  it('reads the schema of TensorRT 11', () => {
    const json = JSON.stringify({
      Layers: [
        {
          Name: 'conv + relu',
          LayerType: 'gemm',
          Inputs: [{ Name: 'x', Dimensions: [1, 3], Datatype: 'Half', Format: 'kLINEAR' }],
          Outputs: [],
          Metadata: '[ONNX Layer: conv]\u001e[ONNX Layer: relu]',
        },
      ],
      'I/O Tensors': [{ Name: 'x', IOMode: 'INPUT' }, { Name: 'y' }],
    });
    const { layers, bindings } = readLayers(json);
    expect(bindings).toEqual(['x', 'y']);
    expect(layers[0]?.inputs[0]).toEqual({ name: 'x', dims: [1, 3], type: 'FP16', format: 'kLINEAR' });
    expect(layers[0]?.nodes).toEqual(['conv', 'relu']);
  });

  it('takes names alone where the engine was built without detail', () => {
    const known = new Set(['conv', 'relu', 'add']);
    const { layers, detailed } = readLayers('{"Layers":["conv + relu","PWN(add)"],"Bindings":["x"]}', known);
    expect(detailed).toBe(false);
    expect(layers.map(({ nodes }) => nodes)).toEqual([['conv', 'relu'], ['add']]);
  });

  it('reads control characters and lone backslashes that stand raw in names', () => {
    const raw =
      '{"Layers":[{"Name":"a\u001fb","Metadata":"[ONNX Layer: w\\q]\u001e[ONNX Layer: \\u0041]"}],"Bindings":[]}';
    expect(readLayers(raw).layers[0]).toMatchObject({ name: 'a\u001fb', nodes: ['w\\q', 'A'] });
  });

  it('does not change what is JSON already', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(parseLenientJson(json)).toEqual(JSON.parse(json));
      }),
    );
  });

  it('escapes exactly the control characters of any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\u001e', '\u001f', '\n', '\t', ' ', '|') }), (words) => {
        expect(parseLenientJson(`{"n":"${words}"}`)).toEqual({ n: words });
      }),
    );
  });

  it('refuses what no inspector writes', () => {
    expect(() => readLayers('{"Layers": [')).toThrow(SyntaxError);
    expect(() => readLayers('{"Graph": {}}')).toThrow();
  });
});

describe('nodes of a layer', () => {
  it('gives every joined name back, whatever joins them', () => {
    const name = fc.string({ unit: fc.constantFrom('a', '/', '.', '_', ']', '0'), minLength: 1 });
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), fc.constantFrom('\u001e', '\u001f'), (names, joint) => {
        const metadata = names.map((one) => `[ONNX Layer: ${one}]`).join(joint);
        expect(nodesInMetadata(metadata)).toEqual(names);
      }),
    );
  });

  it('takes the outer node of a local function, and leaves out what TensorRT cut', () => {
    expect(nodesInMetadata('[ONNX Layer: block | inner (Attention)]')).toEqual(['block']);
    expect(nodesInMetadata('[ONNX Layer: first]\u001f[ONNX Lay ... yer: last]')).toEqual(['first']);
    expect(nodesInMetadata('')).toEqual([]);
  });

  it("finds the one of the model's graph in a chain of calls, wherever it stands", () => {
    const known = new Set(['outer', 'a | b']);
    expect(nodesInMetadata('[ONNX Layer: inner | outer (Attention)]', known)).toEqual(['outer']);
    expect(nodesInMetadata('[ONNX Layer: inner | Local Function: Attention | outer]', known)).toEqual(['outer']);
    expect(nodesInMetadata('[ONNX Layer: a | b]', known)).toEqual(['a | b']);
  });

  it('completes a name that TensorRT cut where only one of the model fits', () => {
    const known = new Set(['/layer.1/conv', '/layer.2/conv', '/layer.2/relu']);
    const cut = '[ONNX Layer: /layer.1/co ... er: /layer.2/relu]';
    expect(nodesInMetadata(cut, known)).toEqual(['/layer.1/conv', '/layer.2/relu']);
    expect(nodesInMetadata('[ONNX Layer: /layer. ... /conv]', known)).toEqual([]);
  });

  it('reads merged branches, profiles and the names that Myelin writes', () => {
    const known = new Set(['/m/layer.0/a', '/m/layer.0/b', 'x+y']);
    expect(nodesInName('/m/layer.0/a || /m/layer.0/b', known)).toEqual(['/m/layer.0/a', '/m/layer.0/b']);
    expect(nodesInName('/m/layer_0/a+/m/layer_0/b_myl3_12', known)).toEqual(['/m/layer.0/a', '/m/layer.0/b']);
    expect(nodesInName('PWN(PWN(/m/layer.0/a), x+y) [profile 1]', known)).toEqual(['/m/layer.0/a', 'x+y']);
    expect(foreignNodeEnds('{ForeignNode[/m/layer.0/a.../m/layer.0/b]}')).toEqual(['/m/layer.0/a', '/m/layer.0/b']);
  });

  it('sees through the suffix that makes a name unique, only for nodes of the model', () => {
    const known = new Set(['conv', 'add_1']);
    expect(nodesInName('conv_2 + add_1', known)).toEqual(['conv', 'add_1']);
    expect(nodesInName('Reformatting CopyNode for Input Tensor 0 to conv', known)).toEqual([]);
  });
});

describe('a profile', () => {
  it('comes back from its export, with names of any kind', () => {
    const layers = fc.array(
      fc.record({
        name: fc.string(),
        times: fc.array(fc.double({ min: 0.001, max: 9, noNaN: true }), { minLength: 2, maxLength: 2 }),
      }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(layers, (given) => {
        const { runs, layers: rows } = readProfile(exportProfile(given));
        expect(runs).toBe(2);
        expect(rows.map(({ name }) => name)).toEqual(given.map(({ name }) => name));
        expect(rows.reduce((sum, { percent }) => sum + percent, 0)).toBeCloseTo(100, 6);
        expect(rows[0]?.medianMs).toBeCloseTo(((given[0]?.times[0] ?? 0) + (given[0]?.times[1] ?? 0)) / 2, 9);
      }),
    );
  });

  it('is joined in order where names occur twice', () => {
    const { layers } = readLayers('{"Layers":["a","a","b"],"Bindings":[]}');
    const row = (name: string, totalMs: number) => ({ name, totalMs, averageMs: 0, medianMs: 0, percent: 0 });
    const joined = joinProfile(layers, { runs: 1, layers: [row('a', 1), row('a', 2), row('c', 3)] });
    expect(joined.layers.map(({ time }) => time?.totalMs)).toEqual([1, 2, undefined]);
    expect(joined.left.map(({ name }) => name)).toEqual(['c']);
  });
});
