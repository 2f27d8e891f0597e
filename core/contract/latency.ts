// A latency in figures.
import { z } from 'zod';

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
