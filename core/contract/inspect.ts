// What a model is made of: the answer of `lathe inspect`.
import { z } from 'zod';
import { issueSchema } from './issue.ts';

export const portSchema = z.object({
  name: z.string(),
  type: z.string(),
  /** Numbers, the names of dynamic dimensions, or null where nothing is known; null as a whole: no shape stated. */
  shape: z.array(z.union([z.number(), z.string(), z.null()])).nullable(),
});
export type Port = z.infer<typeof portSchema>;

export const inspectReportSchema = z.object({
  ir: z.number(),
  opsets: z.array(z.object({ domain: z.string(), version: z.number() })),
  producer: z.string(),
  nodes: z.number(),
  initializers: z.number(),
  parameters: z.number(),
  weightBytes: z.number(),
  inputs: z.array(portSchema),
  outputs: z.array(portSchema),
  operators: z.record(z.string(), z.number()),
  issues: z.array(issueSchema),
});
export type InspectReport = z.infer<typeof inspectReportSchema>;
