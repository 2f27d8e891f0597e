import { describe, expect, it } from 'vitest';
import type { ModelRef } from '#core/contract/model.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import { changeForm, changeOptions, formOf, recipeFormStore, recipeOf, resetForm } from './recipeForm.ts';

const model: ModelRef = {
  id: 'm',
  name: 'm.onnx',
  path: '/m.onnx',
  bytes: 1,
  sample: false,
  openedAt: 0,
  calibration: 'beside',
  test: null,
};
const form = () => formOf(recipeFormStore.getState().forms, model);

describe('the form of a recipe', () => {
  it('begins with the data beside the model and the contract’s defaults', () => {
    expect(form().calibration).toBe('beside');
    expect(recipeOf(form(), 'int8')).toEqual(recipeSchema.parse({ precision: 'int8' }));
  });
  it('keeps what was set before when something else is set', () => {
    changeForm(model, { target: 'tensorrt@10.6' });
    changeOptions(model, { options: { threads: 2 } });
    changeOptions(model, { keepIo: false });
    expect(form().target).toBe('tensorrt@10.6');
    expect(recipeOf(form(), 'fp16')).toEqual(
      recipeSchema.parse({ precision: 'fp16', keepIo: false, options: { threads: 2 } }),
    );
  });
  it('returns to the defaults', () => {
    resetForm(model);
    expect(recipeOf(form(), 'fp32')).toEqual(recipeSchema.parse({ precision: 'fp32' }));
    expect(recipeFormStore.getState().forms).toEqual({});
  });
});
