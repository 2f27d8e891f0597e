// Which nodes will run as one kernel, before anything is built: the answer of `lathe preview`.
import { z } from 'zod';

export const fusionGroupSchema = z.object({
  id: z.string(),
  /** The rule's kind, such as `conv-bn-activation`, `layer-normalization`, `pointwise`. */
  kind: z.string(),
  /** Node names; a node without a name is `node_of_<first output>`. */
  nodes: z.array(z.string()),
  reason: z.string(),
});
export type FusionGroup = z.infer<typeof fusionGroupSchema>;

export const previewReportSchema = z.object({
  target: z.string(),
  groups: z.array(fusionGroupSchema),
  removed: z.array(z.object({ node: z.string(), reason: z.string() })),
  /** Pairs that look as if they would fuse and do not, with what stops them. */
  apart: z.array(z.object({ nodes: z.array(z.string()), reason: z.string() })),
  kernelsBefore: z.number(),
  kernelsAfter: z.number(),
  /** Bytes of intermediate activations that fused kernels no longer write, where shapes are known (dynamic dimensions taken as 1). */
  bytesSaved: z.number(),
});
export type PreviewReport = z.infer<typeof previewReportSchema>;
