import { beforeEach, describe, expect, it } from 'vitest';
import { changeCompareForm, compareFormStore, possible, togglePrecision } from './compareForm.ts';

beforeEach(() => changeCompareForm({ precisions: ['fp32', 'fp16', 'int8'] }));

describe('the form of a comparison', () => {
  it('keeps the precisions in their order whatever is ticked last', () => {
    togglePrecision('fp32');
    expect(compareFormStore.getState().precisions).toEqual(['fp16', 'int8']);
    togglePrecision('fp32');
    expect(compareFormStore.getState().precisions).toEqual(['fp32', 'fp16', 'int8']);
  });
  it('leaves INT8 out where there is nothing to calibrate on', () => {
    const { precisions } = compareFormStore.getState();
    expect(possible(precisions, null)).toEqual(['fp32', 'fp16']);
    expect(possible(precisions, 'data')).toEqual(['fp32', 'fp16', 'int8']);
  });
});
