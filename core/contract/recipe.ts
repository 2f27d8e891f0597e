// How to build: a small JSON that can be kept in git and replayed.
import { z } from 'zod';
import { preprocessingSchema } from './data.ts';

export const precisionSchema = z.enum(['fp32', 'fp16', 'int8']).describe('the precision to build in');
export type Precision = z.infer<typeof precisionSchema>;

export const calibrationMethodSchema = z
  .enum(['entropy', 'minmax', 'percentile'])
  .describe('how ranges are chosen: entropy (KL, 2048 bins, 128 levels), minmax or percentile');
export type CalibrationMethod = z.infer<typeof calibrationMethodSchema>;

export const calibrationSchema = z.object({
  method: calibrationMethodSchema.default('entropy'),
  /** Share of |x| kept by `percentile`, in percent. */
  percentile: z.number().gt(50).max(100).default(99.99),
  /** At most so many samples, taken evenly over the data. */
  samples: z.number().int().positive().default(512),
  preprocessing: preprocessingSchema.nullable().default(null),
});
export type CalibrationOptions = z.infer<typeof calibrationSchema>;

/** Nodes that stay in FP32: by name, by glob over names, by operator. */
export const keepSchema = z.object({
  nodes: z.array(z.string()).default([]),
  patterns: z.array(z.string()).default([]),
  operators: z.array(z.string()).default([]),
});
export type Keep = z.infer<typeof keepSchema>;

/** Shapes of one dynamic input, as optimization profiles state them. */
export const profileSchema = z.object({
  min: z.array(z.number().int().nonnegative()),
  opt: z.array(z.number().int().nonnegative()),
  max: z.array(z.number().int().nonnegative()),
});
export type Profile = z.infer<typeof profileSchema>;

export const recipeSchema = z.object({
  precision: precisionSchema,
  /** Inputs and outputs keep their types in a rewritten model. */
  keepIo: z.boolean().default(true),
  keep: keepSchema.default({ nodes: [], patterns: [], operators: [] }),
  calibration: calibrationSchema.default({ method: 'entropy', percentile: 99.99, samples: 512, preprocessing: null }),
  /** By input name. A dynamic dimension without a profile is taken as 1. */
  profiles: z.record(z.string(), profileSchema).default({}),
  options: z
    .object({
      /** Intra-op threads of ONNX Runtime; 0 lets it choose one a physical core. */
      threads: z.number().int().nonnegative().default(0),
    })
    .default({ threads: 0 }),
});
export type Recipe = z.infer<typeof recipeSchema>;
