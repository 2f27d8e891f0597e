// Latency under stated conditions, and accuracy against a reference.
import { z } from 'zod';
import { boxFormSchema, gateVerdictSchema } from './acceptance.ts';
import { gpuOptionsSchema, gpuTimesSchema } from './gpu.ts';
import { latencySchema } from './latency.ts';

export const benchOptionsSchema = z.object({
  /** Milliseconds of warm-up for each engine, reported apart. */
  warmUpMs: z.number().nonnegative().default(200),
  /** Milliseconds measured for each engine, spread over the rounds. */
  durationMs: z.number().positive().default(3000),
  /** At least so many inferences for each engine. */
  iterations: z.number().int().positive().default(10),
  /** Interleaved rounds: A B C, A B C, … so that noise hits all alike. */
  rounds: z.number().int().positive().default(10),
  ...gpuOptionsSchema.shape,
});
export type BenchOptions = z.infer<typeof benchOptionsSchema>;

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
  meanAbsError: z.number().nullable().optional(),
  /** Share of elements within the tolerance stated for this output. */
  within: z.number().nullable().optional(),
});

/** One layer's result against FP32's, with all layers before it as they are in the build. */
export const layerErrorSchema = z.object({
  node: z.string(),
  value: z.string(),
  cosine: z.number().nullable(),
  sqnrDb: z.number().nullable(),
  maxAbsError: z.number(),
  /** Why there are no figures: the engine does not give this value out. */
  missing: z.string().optional(),
});
export type LayerError = z.infer<typeof layerErrorSchema>;

const boxSchema = z.object({
  x1: z.number(),
  y1: z.number(),
  x2: z.number(),
  y2: z.number(),
  score: z.number(),
  label: z.number(),
});
const scoredSchema = z.object({ label: z.number(), score: z.number() });

/** What both engines made of a sample, so that a difference can be looked at. */
export const shownSchema = z.discriminatedUnion('kind', [
  /** The highest scores first. */
  z.object({
    kind: z.literal('scores'),
    label: z.number().nullable(),
    reference: z.array(scoredSchema),
    here: z.array(scoredSchema),
  }),
  z.object({
    kind: z.literal('boxes'),
    /** Sides relative to the input's width and height. */
    reference: z.array(boxSchema),
    here: z.array(boxSchema),
    /** Mean overlap of FP32's boxes with those here, a lost one counting as 0; null where FP32 finds none. */
    meanIou: z.number().nullable().optional(),
  }),
]);
export type Shown = z.infer<typeof shownSchema>;

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
  /** Labelled samples whose label is among the five highest scores; null without labels or with fewer classes. */
  top5Accuracy: z.number().nullable().optional(),
  /** Samples whose first choice in FP32 is among the five highest scores here. */
  top5Agreement: z.number().nullable().optional(),
  /** Names of the classes by index, where the data carries them. */
  classes: z.array(z.string()).nullable().optional(),
  /** Samples by label (rows) and choice (columns), for the `classes` listed by their indexes. */
  confusion: z
    .object({ classes: z.array(z.number()), counts: z.array(z.array(z.number())), outside: z.number() })
    .nullable()
    .optional(),
  /** Where the outputs are boxes: what became of those that FP32 finds. */
  boxes: z
    .object({
      form: boxFormSchema,
      /** Whether the form was read off the outputs and not stated. */
      guessed: z.boolean(),
      boxes: z.number(),
      lost: z.number(),
      extra: z.number(),
      meanIou: z.number().nullable(),
      lowestIou: z.number().nullable(),
    })
    .nullable()
    .optional(),
  /** Only where asked for. */
  layers: z.array(layerErrorSchema).optional(),
  /** Null where no bound was set. */
  gate: gateVerdictSchema.nullable().optional(),
  /** The samples that fare worst: changed answers first, then by SQNR; `index` is the sample's place in the data set. */
  worst: z.array(
    z.object({
      sample: z.string(),
      index: z.number().nullable().default(null),
      sqnrDb: z.number().nullable(),
      /** Whether the answer itself is another one. */
      changed: z.boolean().optional(),
      shown: shownSchema.nullable().optional(),
    }),
  ),
});
export type Evaluation = z.infer<typeof evaluationSchema>;
