// How to build: a small JSON that can be kept in git and replayed.
import { z } from 'zod';
import { acceptanceSchema } from './acceptance.ts';
import { preprocessingSchema } from './data.ts';
import { postprocessingSchema } from './postprocessing.ts';

/** From the widest to the narrowest. fp8 is E4M3; int4 stores weights of matrix products and computes in what is wider. */
export const precisionSchema = z
  .enum(['fp32', 'bf16', 'fp16', 'fp8', 'int8', 'int4'])
  .describe('the precision to build in');
export type Precision = z.infer<typeof precisionSchema>;

/** Those that every target takes and every list begins with; the others are for targets that have kernels for them. */
export const mainPrecisions: readonly Precision[] = ['fp32', 'fp16', 'int8'];

/** Whether ranges of activations have to be learned before a build. */
export function needsData(precision: Precision): boolean {
  return precision === 'int8' || precision === 'fp8';
}

export const otherPrecisionSchema = z
  .enum(['fp32', 'fp16', 'bf16'])
  .describe('the precision of what a build in int8, fp8 or int4 does not quantize');
export type OtherPrecision = z.infer<typeof otherPrecisionSchema>;

export const calibrationMethodSchema = z
  .enum(['mse', 'entropy', 'minmax', 'average', 'percentile'])
  .describe(
    'how ranges are chosen: mse (least squared error), entropy (KL), minmax, average (mean of the samples’ extremes) or percentile',
  );
export type CalibrationMethod = z.infer<typeof calibrationMethodSchema>;

export const calibrationSchema = z.object({
  method: calibrationMethodSchema.default('mse'),
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

/** What TensorRT's builder is told beyond precision and shapes; what is absent is left to it. */
export const tensorRtOptionsSchema = z.object({
  /**
   * How precision comes about: written into the `model`, or by the builder's `flags` and its own calibrator, which only
   * 8.6 and 10 have.
   */
  route: z.enum(['model', 'flags']).default('model'),
  /** Scratch memory that a kernel may use, in megabytes (2^20 bytes); absent: all that the device has. */
  workspaceMegabytes: z.number().positive().optional(),
  /** 0 builds fast, 5 searches longest; TensorRT's default is 3. */
  optimizationLevel: z.number().int().min(0).max(5).optional(),
  timingIterations: z.number().int().positive().optional(),
  /** Products of FP32 in TF32's 10 bits of mantissa, on GPUs that have it. */
  tf32: z.boolean().default(true),
  sparseWeights: z.boolean().default(false),
  /** Runs with later versions of the same major. */
  versionCompatible: z.boolean().default(false),
  /** Runs on every GPU from Ampere on. */
  amperePlus: z.boolean().default(false),
  refit: z.boolean().default(false),
  /** The engine without its weights, to be refitted from the model. */
  stripPlan: z.boolean().default(false),
  /** The deep learning accelerator to build for, on devices that have one; what it lacks runs on the GPU where allowed. */
  dla: z.object({ core: z.number().int().nonnegative(), gpuFallback: z.boolean().default(true) }).optional(),
  /** Layers described in full, so that the engine can be mapped to the model. */
  detailed: z.boolean().default(true),
  /**
   * Values that the engine gives out while it runs, for a comparison layer by layer: where `layers` end, `all` of floats,
   * or these by name, each of which ends what is fused across it; or those that are `unfused` anyway, which costs nothing
   * (from 11 on). Absent: none.
   */
  debugTensors: z.union([z.enum(['layers', 'all', 'unfused']), z.array(z.string())]).optional(),
  /** Libraries of plugins to load. */
  plugins: z.array(z.string()).default([]),
  /** Optimization profiles beside the recipe's own, each by input name. */
  moreProfiles: z.array(z.record(z.string(), profileSchema)).default([]),
});
export type TensorRtOptions = z.infer<typeof tensorRtOptionsSchema>;

export const recipeSchema = z.object({
  precision: precisionSchema,
  /** Of what int8, fp8 or int4 does not quantize; absent: fp32. */
  otherPrecision: otherPrecisionSchema.optional(),
  /** Inputs and outputs keep their types in a rewritten model. */
  keepIo: z.boolean().default(true),
  keep: keepSchema.default({ nodes: [], patterns: [], operators: [] }),
  /** The precision of single nodes, by name; comes before `precision` and `keep`. */
  layers: z.record(z.string(), precisionSchema).default({}),
  calibration: calibrationSchema.default({ method: 'mse', percentile: 99.99, samples: 512, preprocessing: null }),
  /** Ranges of channels evened out between convolutions before anything is quantized; absent: not. */
  equalize: z.boolean().optional(),
  /** What quantized weights shift on average, measured on the data, taken out of the biases; absent: not. */
  biasCorrection: z.boolean().optional(),
  /** By input name. A dynamic dimension without a profile is taken as 1. */
  profiles: z.record(z.string(), profileSchema).default({}),
  options: z
    .object({
      /** Intra-op threads of ONNX Runtime; 0 lets it choose one a physical core. */
      threads: z.number().int().nonnegative().default(0),
      tensorrt: tensorRtOptionsSchema.optional(),
    })
    .default({ threads: 0 }),
  /** What a service makes of the outputs; decides nothing about the engine. */
  postprocessing: postprocessingSchema.optional(),
  /** What its outputs must hold; decides nothing about the engine. */
  acceptance: acceptanceSchema.optional(),
});
export type Recipe = z.infer<typeof recipeSchema>;
