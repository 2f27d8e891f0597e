// Latency under stated conditions, and accuracy against a reference.
import { z } from 'zod';

export const benchOptionsSchema = z.object({
  /** Milliseconds of warm-up for each engine, reported apart. */
  warmUpMs: z.number().nonnegative().default(200),
  /** Milliseconds measured for each engine, spread over the rounds. */
  durationMs: z.number().positive().default(3000),
  /** At least so many inferences for each engine. */
  iterations: z.number().int().positive().default(10),
  /** Interleaved rounds: A B C, A B C, … so that noise hits all alike. */
  rounds: z.number().int().positive().default(10),
});
export type BenchOptions = z.infer<typeof benchOptionsSchema>;

export const latencySchema = z.object({
  min: z.number(),
  max: z.number(),
  mean: z.number(),
  median: z.number(),
  p90: z.number(),
  p95: z.number(),
  p99: z.number(),
  /** Population standard deviation over mean, in percent. */
  variationPercent: z.number(),
});
export type Latency = z.infer<typeof latencySchema>;

/** What a GPU's latency is made of, each by the GPU's clock; `enqueue` is the host's time to start an inference. */
export const gpuTimesSchema = z.object({
  h2dMs: latencySchema,
  computeMs: latencySchema,
  d2hMs: latencySchema,
  enqueueMs: latencySchema,
  /** What the driver reported at the end: watts, megahertz, degrees Celsius, bytes, bits of throttling. */
  state: z.record(z.string(), z.number()),
});
export type GpuTimes = z.infer<typeof gpuTimesSchema>;

export const measurementSchema = z.object({
  build: z.string(),
  latencyMs: latencySchema,
  /** Inferences a second: count over wall time of the measured rounds. */
  throughput: z.number(),
  firstInferenceMs: z.number(),
  /** Time to load the engine, before the first inference. */
  loadMs: z.number(),
  warmUp: z.object({ count: z.number(), ms: z.number(), medianMs: z.number() }),
  count: z.number(),
  /** Median of each round, in ms, in order: the same index is the same moment for every engine. */
  roundMedians: z.array(z.number()),
  /** Every measured latency in ms, in order (thinned evenly to at most 4,000 for transport). */
  samples: z.array(z.number()),
  /** Highest resident memory of the process that ran this engine alone, in bytes. */
  peakMemoryBytes: z.number(),
  /** Only where the engine ran on a GPU. */
  gpu: gpuTimesSchema.optional(),
  conditions: z.object({
    device: z.string(),
    threads: z.number(),
    inputs: z.record(z.string(), z.array(z.number())),
    rounds: z.number(),
  }),
});
export type Measurement = z.infer<typeof measurementSchema>;

export const outputErrorSchema = z.object({
  output: z.string(),
  cosine: z.number().nullable(),
  sqnrDb: z.number().nullable(),
  maxAbsError: z.number(),
});

/** Holds the true figure with 95 %. */
export const intervalSchema = z.object({ low: z.number(), high: z.number() });
export type Interval = z.infer<typeof intervalSchema>;

/** Accuracy here less accuracy of the reference, over the same labelled samples. */
export const accuracyChangeSchema = intervalSchema.extend({
  difference: z.number(),
  /** Samples on which only this engine is right, and on which only the reference is. */
  gained: z.number(),
  lost: z.number(),
  samples: z.number(),
});
export type AccuracyChange = z.infer<typeof accuracyChangeSchema>;

/** How sure shares of samples are; null where they are not known, or not counted over independent samples. */
export const certaintySchema = z.object({
  top1Interval: intervalSchema.nullable().default(null),
  accuracyInterval: intervalSchema.nullable().default(null),
  /** Null for the reference itself. */
  accuracyChange: accuracyChangeSchema.nullable().default(null),
});

export const evaluationSchema = z.object({
  build: z.string(),
  reference: z.string(),
  samples: z.number(),
  /** Where the inputs came from: a data set's name, or `random` when the user gave none. */
  source: z.string(),
  /** The data set's id; null for random inputs. */
  data: z.string().nullable().default(null),
  outputs: z.array(outputErrorSchema),
  /** The worst output's figures. Null where undefined (an all-zero reference). `sqnrDb` null with cosine 1: bit-identical. */
  cosine: z.number().nullable(),
  sqnrDb: z.number().nullable(),
  maxAbsError: z.number(),
  /** Share of rows whose largest score is at the same index as in FP32; null where no output is a row of scores. */
  top1Agreement: z.number().nullable(),
  /** Share of labelled samples whose largest score is the label; null without labels. */
  accuracy: z.number().nullable(),
  ...certaintySchema.shape,
  /** The samples with the lowest SQNR, worst first; `index` is the sample's place in the data set. */
  worst: z.array(
    z.object({ sample: z.string(), index: z.number().nullable().default(null), sqnrDb: z.number().nullable() }),
  ),
});
export type Evaluation = z.infer<typeof evaluationSchema>;
