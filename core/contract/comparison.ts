// Several builds side by side: the answer of `lathe compare`.
import { z } from 'zod';
import { gateVerdictSchema } from './acceptance.ts';
import { certaintySchema, evaluationSchema, measurementSchema } from './measurement.ts';
import { precisionSchema } from './recipe.ts';
import { explanationSchema } from './why.ts';

/** One line of the comparison. Flat, because scripts read it. */
export const comparedBuildSchema = z.object({
  id: z.string(),
  precision: precisionSchema,
  path: z.string(),
  bytes: z.number(),
  buildMs: z.number(),
  peakMemoryBytes: z.number(),
  latencyMs: z.object({ median: z.number(), p90: z.number(), p95: z.number(), p99: z.number() }),
  throughput: z.number(),
  firstInferenceMs: z.number(),
  cosine: z.number().nullable(),
  sqnrDb: z.number().nullable(),
  maxAbsError: z.number().nullable(),
  top1Agreement: z.number().nullable(),
  accuracy: z.number().nullable(),
  ...certaintySchema.shape,
  /** Where outputs are boxes: FP32's that are lost here, as a share, and the mean overlap of all of them. */
  boxesLost: z.number().nullable().optional(),
  meanIou: z.number().nullable().optional(),
  /** Null where no bound was set. */
  gate: gateVerdictSchema.nullable().optional(),
});
export type ComparedBuild = z.infer<typeof comparedBuildSchema>;

/** `ratio` = latency of `over` / latency of `of`: above 1, `of` is faster. 95 % confidence interval over the rounds. */
export const speedupSchema = z.object({
  of: z.string(),
  over: z.string(),
  ratio: z.number(),
  low: z.number(),
  high: z.number(),
});
export type Speedup = z.infer<typeof speedupSchema>;

export const compareReportSchema = z.object({
  id: z.string(),
  model: z.string(),
  modelName: z.string(),
  target: z.string(),
  createdAt: z.number(),
  builds: z.array(comparedBuildSchema),
  speedups: z.array(speedupSchema),
  measurements: z.array(measurementSchema),
  evaluations: z.array(evaluationSchema),
  /** Plain sentences: which build is not faster on this target and why, what was left out. */
  findings: z.array(z.object({ precision: precisionSchema.nullable(), text: z.string() })),
  /** For builds that are not faster than the fastest before them: why, from the layers of both. */
  why: z.array(explanationSchema).optional(),
});
export type CompareReport = z.infer<typeof compareReportSchema>;
