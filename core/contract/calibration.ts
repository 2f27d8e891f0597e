// What a calibration found: a range for each observed tensor, and whether the data can be trusted.
import { z } from 'zod';
import { calibrationMethodSchema } from './recipe.ts';

export const tensorRangeSchema = z.object({
  tensor: z.string(),
  min: z.number(),
  max: z.number(),
  /** The threshold on |x| that the method chose; the INT8 scale is threshold / 127. */
  threshold: z.number(),
  /** Share of observed values beyond the threshold. */
  clipped: z.number(),
});
export type TensorRange = z.infer<typeof tensorRangeSchema>;

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
});
export type CalibrationResult = z.infer<typeof calibrationResultSchema>;
