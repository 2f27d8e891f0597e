// What a measurement on a GPU knows beyond latency: its parts, what the driver saw beside it, energy, and what to mind.
import { z } from 'zod';
import { latencySchema } from './latency.ts';

/** How inferences are started on a GPU; other devices know none of it. */
export const gpuOptionsSchema = z.object({
  /** Inferences side by side, each with a context and memory of its own. */
  streams: z
    .number()
    .int()
    .min(1)
    .max(64)
    .default(1)
    .describe('inferences side by side on a GPU, each with a context of its own'),
  /** Launch a captured CUDA graph: the host then starts an inference with one call instead of one a kernel. */
  graph: z.boolean().default(false),
  /** Copy inputs in and outputs out with every inference. */
  transfers: z.boolean().default(true),
});
export type GpuOptions = z.infer<typeof gpuOptionsSchema>;

export const readingSchema = z.object({ min: z.number(), mean: z.number(), max: z.number() });
export type Reading = z.infer<typeof readingSchema>;

/** What NVML told while an engine was measured. */
export const gpuSightSchema = z.object({
  /** Looks at power; the other readings were taken at about each fifth. */
  looks: z.number(),
  /** By name with unit, such as `powerWatts`, `graphicsMegahertz`, `celsius`, `memoryUsedBytes`. */
  readings: z.record(z.string(), readingSchema),
  /** Why clocks were held back, and in which share of the looks. */
  throttled: z.array(z.object({ reason: z.string(), share: z.number() })),
  /** One sentence: whether clocks were steady. */
  clocks: z.string(),
});
export type GpuSight = z.infer<typeof gpuSightSchema>;

export const energySchema = z.object({
  joulesPerInference: z.number(),
  watts: z.number(),
  /** The card's own counter of energy, or the mean of the power that it showed. */
  source: z.enum(['counter', 'power']),
});
export type Energy = z.infer<typeof energySchema>;

/** What a GPU's latency is made of, each by the GPU's clock; `enqueue` is the host's time to start an inference. */
export const gpuTimesSchema = z.object({
  h2dMs: latencySchema,
  computeMs: latencySchema,
  d2hMs: latencySchema,
  enqueueMs: latencySchema,
  /** What the driver reported at the end: watts, megahertz, degrees Celsius, bytes, bits of throttling. */
  state: z.record(z.string(), z.number()),
  streams: z.number().default(1),
  transfers: z.boolean().default(true),
  /** Whether a CUDA graph was launched; `problem` says why not where one was asked for. */
  graph: z.object({ used: z.boolean(), problem: z.string().nullable() }).default({ used: false, problem: null }),
  /** Null where NVML is not there. */
  sight: gpuSightSchema.nullable().default(null),
  energy: energySchema.nullable().default(null),
  /** Sentences: what makes these figures say less than they seem to. */
  warnings: z.array(z.string()).default([]),
});
export type GpuTimes = z.infer<typeof gpuTimesSchema>;
