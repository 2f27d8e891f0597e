import { describe, expect, it } from 'vitest';
import { exportOptionsSchema } from '#core/contract/export.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { ExportSource } from './source.ts';
import { aPlan, aSource } from './testing/aSource.ts';
import { tritonRepository } from './tritonRepository.ts';

const options = exportOptionsSchema.parse({});
const paths = (sources: readonly ExportSource[]) =>
  tritonRepository(sources, options, '').files.map(({ path }) => path);
const config = (sources: readonly ExportSource[], stated: object = {}) => {
  const [file] = tritonRepository(sources, exportOptionsSchema.parse(stated), '').files;
  return file && 'text' in file ? file.text : '';
};
const reason = (sources: readonly ExportSource[], stated: object = {}) => {
  try {
    tritonRepository(sources, exportOptionsSchema.parse(stated), '');
  } catch (error) {
    if (error instanceof LatheError) return error.failure.reason;
  }
  throw new Error('expected a refusal');
};
const profile = (min: number, opt: number, max: number) => ({
  x: { min: [min, 3, 8, 8], opt: [opt, 3, 8, 8], max: [max, 3, 8, 8] },
});

describe('tritonRepository', () => {
  it('makes versions of builds of one model, in the order given', () => {
    expect(paths([aSource({ id: 'a' }), aSource({ id: 'b' })])).toEqual([
      'net/config.pbtxt',
      'net/1/model.onnx',
      'net/2/model.onnx',
    ]);
  });
  it('puts plans for several compute capabilities into one version', () => {
    const sources = [aPlan('8.6', { id: 'a' }), aPlan('9.0', { id: 'b' })];
    expect(paths(sources)).toEqual(['net/config.pbtxt', 'net/1/model_8_6.plan', 'net/1/model_9_0.plan']);
    expect(config(sources)).toContain(
      'cc_model_filenames {\n  key: "8.6"\n  value: "model_8_6.plan"\n}\ncc_model_filenames {\n  key: "9.0"\n  value: "model_9_0.plan"\n}\n',
    );
  });
  it('says which plan a version lacks', () => {
    expect(reason([aPlan('8.6', { id: 'a' }), aPlan('9.0', { id: 'b' }), aPlan('9.0', { id: 'c' })])).toBe(
      'Version 2 of net has no engine for compute capability 8.6.',
    );
  });
  it('refuses builds of one name that take something else, and one name for two models', () => {
    const other = aSource({ inputs: [{ name: 'x', datatype: 'FP16', shape: [-1, 3, 8, 8] }] });
    expect(reason([aSource(), other])).toMatch(/net differ .* x FP32\[-1,3,8,8\].* x FP16/);
    expect(reason([aSource(), aSource({ modelName: 'b.onnx' })], { name: 'one' })).toMatch(
      /cannot stand for net and b/,
    );
  });
  it('refuses TensorRT-RTX, for which Triton has no backend', () => {
    expect(reason([aSource({ target: 'tensorrt-rtx@1.7' })])).toMatch(/no backend for TensorRT-RTX/);
  });
  it('gives engines of two backends folders of their own', () => {
    expect(paths([aSource({ id: 'a' }), aPlan('9.0', { id: 'b' })])).toEqual([
      'net_onnxruntime/config.pbtxt',
      'net_onnxruntime/1/model.onnx',
      'net_tensorrt/config.pbtxt',
      'net_tensorrt/1/model.plan',
    ]);
  });
  it('keeps data files of a model beside it in a folder', () => {
    const source = { ...aSource(), modelData: ['model.onnx.data'] };
    expect(paths([source])).toEqual([
      'net/config.pbtxt',
      'net/1/model.onnx/model.onnx',
      'net/1/model.onnx/model.onnx.data',
    ]);
  });

  it('takes the largest batch from the profiles and prefers what they were tuned for', () => {
    const text = config([aPlan('9.0', { recipe: { profiles: profile(1, 4, 16) } })], { batching: { maxBatch: 64 } });
    expect(text).toContain('max_batch_size: 16\n');
    expect(text).toContain('preferred_batch_size: 4\n');
  });
  it('batches no further than asked for', () => {
    const text = config([aPlan('9.0', { recipe: { profiles: profile(1, 8, 16) } })], { batching: { maxBatch: 4 } });
    expect(text).toContain('max_batch_size: 4\n');
    expect(text).not.toContain('preferred_batch_size');
  });
  it('takes a dynamic batch of TensorRT without a profile as one row, and does not batch', () => {
    const text = config([aPlan('9.0')]);
    expect(text).toContain('max_batch_size: 1\n');
    expect(text).not.toContain('dynamic_batching');
  });
  it('states whole shapes where there is no batch axis', () => {
    const fixed = { shape: [1, 3, 8, 8], name: 'x', datatype: 'FP32' };
    const text = config([aSource({ inputs: [fixed], batchAxis: false })]);
    expect(text).toContain('max_batch_size: 0\n');
    expect(text).toContain('dims: 1\n  dims: 3\n  dims: 8\n  dims: 8\n');
  });
  it('gives Triton an axis of length 1 where the engine has none beside the batch', () => {
    const text = config([
      aSource({
        inputs: [{ name: 'x', datatype: 'INT64', shape: [-1] }],
        outputs: [{ name: 'class', datatype: 'INT64', shape: [-1] }],
      }),
    ]);
    expect(text.match(/dims: 1\n {2}reshape \{\n {2}\}/g)).toHaveLength(2);
    expect(text).toContain('dims: 1\n      zero_data: true\n');
  });
  it('states a single number without a batch as one element', () => {
    const text = config([aSource({ outputs: [{ name: 'loss', datatype: 'FP32', shape: [] }], batchAxis: false })]);
    expect(text).toContain('output {\n  name: "loss"\n  data_type: TYPE_FP32\n  dims: 1\n}');
  });
  it('runs all profiles of an engine', () => {
    const recipe = {
      profiles: profile(1, 1, 1),
      options: { threads: 0, tensorrt: { moreProfiles: [profile(2, 8, 8)] } },
    };
    const text = config([aPlan('9.0', { recipe })]);
    expect(text).toContain('profile: "0"\n  profile: "1"\n');
    expect(text).toContain('max_batch_size: 8\n');
  });
  it('writes names of classes beside the configuration', () => {
    const recipe = { postprocessing: { kind: 'classification' as const, labels: ['cat', 'dog'] } };
    const { files } = tritonRepository([aSource({ recipe })], options, 'models/');
    expect(files).toContainEqual({ path: 'models/net/labels.txt', text: 'cat\ndog\n' });
  });
});
