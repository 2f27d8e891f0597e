// What a calibration found: a range for each observed tensor, and whether the data can be trusted.
import { z } from 'zod';
import { calibrationMethodSchema } from './recipe.ts';

export const tensorRangeSchema = z.object({
  tensor: z.string(),
  min: z.number(),
  max: z.number(),
  /** The threshold on |x| that the method chose; the symmetric INT8 scale is threshold / 127. */
  threshold: z.number(),
  /** The ends of what is kept, where they are not simply −threshold and threshold. */
  low: z.number().optional(),
  high: z.number().optional(),
  /** Share of observed values beyond the threshold. */
  clipped: z.number(),
});
export type TensorRange = z.infer<typeof tensorRangeSchema>;

export const outlierSampleSchema = z.object({
  sample: z.string(),
  /** The tensors that it alone widens. */
  tensors: z.array(z.string()),
  /** The largest |x| of this sample over that of all others, for the tensor where it is largest. */
  factor: z.number(),
});
export type OutlierSample = z.infer<typeof outlierSampleSchema>;

export const outlierTensorSchema = z.object({
  tensor: z.string(),
  /** The largest |x| over the bound that 99.99 % of the values keep. */
  factor: z.number(),
});
export type OutlierTensor = z.infer<typeof outlierTensorSchema>;

export const calibrationResultSchema = z.object({
  id: z.string(),
  model: z.string(),
  /** The ranges file. */
  path: z.string(),
  method: calibrationMethodSchema,
  samples: z.number(),
  ms: z.number(),
  /** True when an earlier calibration of the same model, data and method was used. */
  reused: z.boolean(),
  tensors: z.array(tensorRangeSchema),
  /** Mean growth of the ranges, in percent, by the number of samples seen: flat at the end means enough data. */
  convergence: z.array(z.object({ samples: z.number(), growthPercent: z.number() })),
  warnings: z.array(z.string()),
  /** Samples that alone widen ranges, those that widen most tensors first. */
  outlierSamples: z.array(outlierSampleSchema).default([]),
  /** Tensors whose range is set by few values, the most extreme first. */
  outlierTensors: z.array(outlierTensorSchema).default([]),
});
export type CalibrationResult = z.infer<typeof calibrationResultSchema>;
