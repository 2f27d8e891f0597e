// What is foreseen of a small model on TensorRT, whose builder places INT8, and parts that such models are made of.
import type { PreviewReport } from '#core/contract/preview.ts';
import type { Precision } from '#core/contract/recipe.ts';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { previewModel } from '../previewModel.ts';

export const preview = (words: ModelWords, precision: Precision = 'fp16', target = 'tensorrt@10.6') =>
  previewModel(aModel(words), { target, precision, route: 'flags' });
export const groups = (report: PreviewReport) => report.groups.map(({ nodes }) => nodes);

export const image = { x: 'float32[1,16,8,8]' };
export const y = { y: 'float32[1,16,8,8]' };
export const same = { pads: [1, 1, 1, 1], kernel_shape: [3, 3] };
export const initializers = { w: 'float32[16,16,3,3]', v: 'float32[16,16,3,3]' };
