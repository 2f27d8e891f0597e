// What each layer costs in accuracy when it alone is computed in 8 bits.
import { z } from 'zod';

export const layerSensitivitySchema = z.object({
  node: z.string(),
  opType: z.string(),
  /** Of the outputs with this layer alone in INT8 against all in FP32; the worst output's. Null with error 0: identical. */
  sqnrDb: z.number().nullable(),
  cosine: z.number().nullable(),
  maxAbsError: z.number(),
  /** Share of samples (or rows) whose largest score is another one; null where no output is scores. */
  top1Change: z.number().nullable(),
});
export type LayerSensitivity = z.infer<typeof layerSensitivitySchema>;

export const sensitivityResultSchema = z.object({
  id: z.string(),
  model: z.string(),
  target: z.string(),
  /** The data set's name. */
  source: z.string(),
  samples: z.number(),
  /** The calibration whose ranges were used. */
  calibration: z.string(),
  /** In the order in which they run; those measured so far. */
  layers: z.array(layerSensitivitySchema),
  /** How many layers there are to measure. */
  total: z.number(),
  /** False where it was cancelled: the layers measured until then stand, and the next run goes on from there. */
  complete: z.boolean(),
  /** Layers that cannot be quantized without their neighbours, with the reason. */
  skipped: z.array(z.object({ node: z.string(), reason: z.string() })),
  /** Spent on measuring, calibration not counted. */
  ms: z.number(),
  layersPerSecond: z.number(),
  /** Milliseconds of one inference that each layer takes in the builds that were asked for. */
  times: z.array(z.object({ build: z.string(), layers: z.record(z.string(), z.number()) })).default([]),
  warnings: z.array(z.string()),
  createdAt: z.number(),
});
export type SensitivityResult = z.infer<typeof sensitivityResultSchema>;
