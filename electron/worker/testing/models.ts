// Small models for tests of jobs.
import type { Model } from '#core/onnx/model.ts';
import { aModel } from '#core/testing/aModel.ts';

/** A convolution with its activation, for a batch of any size. */
export const tiny: Model = aModel({
  nodes: [['conv: a = Conv(x, w)', { pads: [1, 1, 1, 1] }], 'relu: y = Relu(a)'],
  inputs: { x: 'float32[batch,3,8,8]' },
  outputs: { y: 'float32[batch,4,8,8]' },
  initializers: { w: 'float32[4,3,3,3]' },
});

/** Two convolutions, the second wide enough to gain from 8 bits. */
export const wide = (weight?: readonly number[]): Model =>
  aModel({
    nodes: [
      ['stem: a = Conv(x, v)', { pads: [1, 1, 1, 1] }],
      'relu: b = Relu(a)',
      ['body: y = Conv(b, w)', { pads: [1, 1, 1, 1] }],
    ],
    inputs: { x: 'float32[1,3,8,8]' },
    outputs: { y: 'float32[1,32,8,8]' },
    initializers: { v: 'float32[32,3,3,3]', w: weight ? ['float32[32,32,3,3]', weight] : 'float32[32,32,3,3]' },
  });
