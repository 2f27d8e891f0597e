import { beforeEach, describe, expect, it } from 'vitest';
import { benchOptionsSchema } from '#core/contract/measurement.ts';
import { benchFor, changeCompareForm, compareFormStore, possible, togglePrecision } from './compareForm.ts';

beforeEach(() => changeCompareForm({ precisions: ['fp32', 'fp16', 'int8'] }));

describe('the form of a comparison', () => {
  it('keeps the precisions in their order whatever is ticked last', () => {
    togglePrecision('fp32');
    expect(compareFormStore.getState().precisions).toEqual(['fp16', 'int8']);
    togglePrecision('fp32');
    expect(compareFormStore.getState().precisions).toEqual(['fp32', 'fp16', 'int8']);
  });
  it('leaves out what the target cannot take', () => {
    const form = { calibration: null, target: 'onnxruntime' };
    expect(possible(['fp32', 'bf16', 'int4'], form)).toEqual(['fp32', 'int4']);
    expect(possible(['fp32', 'bf16'], { ...form, target: 'tensorrt@10.6' })).toEqual(['fp32', 'bf16']);
    expect(possible(['fp32', 'bf16'], { ...form, target: 'tensorrt@8.6' })).toEqual(['fp32']);
  });
  it('leaves INT8 out where there is nothing to calibrate on', () => {
    const { precisions } = compareFormStore.getState();
    expect(possible(precisions, { calibration: null, target: 'onnxruntime' })).toEqual(['fp32', 'fp16']);
    expect(possible(precisions, { calibration: 'data', target: 'onnxruntime' })).toEqual(['fp32', 'fp16', 'int8']);
  });
  it('says only to TensorRT how inferences are started on a GPU', () => {
    const bench = benchOptionsSchema.parse({ streams: 4, graph: true, transfers: false, rounds: 3 });
    expect(benchFor(['tensorrt@10.6', 'tensorrt-rtx'], bench)).toEqual(bench);
    expect(benchFor(['tensorrt@10.6', 'onnxruntime'], bench)).toEqual(benchOptionsSchema.parse({ rounds: 3 }));
  });
});
