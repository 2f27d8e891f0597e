// Which nodes will run as one kernel, before anything is built: the answer of `lathe preview`.
import { z } from 'zod';
import { otherPrecisionSchema, precisionSchema } from './recipe.ts';

export const fusionGroupSchema = z.object({
  id: z.string(),
  /** The rule's kind, such as `conv-bn-activation`, `layer-normalization`, `pointwise`. */
  kind: z.string(),
  /** Node names; a node without a name is `node_of_<first output>`. */
  nodes: z.array(z.string()),
  reason: z.string(),
  /** What the kernel computes in: `fp32`, `fp16`, `int8`, or an element type such as `int64`; absent where unknown. */
  precision: z.string().optional(),
  /** What stopped the group from growing, one sentence for each neighbour that looks as if it could have joined. */
  stopped: z.array(z.string()).optional(),
});
export type FusionGroup = z.infer<typeof fusionGroupSchema>;

const nodeWithReasonSchema = z.object({ node: z.string(), reason: z.string() });

/** A layer that a runtime puts in between kernels to change precision or layout. */
export const predictedReformatSchema = z.object({
  /** The tensor that is converted, and the node that reads it converted; '' where the model's output is. */
  tensor: z.string(),
  before: z.string(),
  from: z.string(),
  to: z.string(),
  reason: z.string(),
});
export type PredictedReformat = z.infer<typeof predictedReformatSchema>;

/** One layer of a built engine, with the ONNX nodes that the engine itself says it computes. */
export const actualGroupSchema = z.object({
  layer: z.string(),
  /** In the runtime's words, such as `CaskConvolution`, `kgen`, `Conv`. */
  type: z.string(),
  nodes: z.array(z.string()),
  /** Nodes that the engine does not name and that can only be computed here. */
  inferred: z.array(z.string()),
  /** The place in the engine's list of layers: names may occur twice. */
  index: z.number(),
  /** What it writes, such as `FP16`; '' where the engine does not tell. */
  precision: z.string(),
  /** Median milliseconds of one inference; null without a profile. */
  timeMs: z.number().nullable(),
});
export type ActualGroup = z.infer<typeof actualGroupSchema>;

export const actualReportSchema = z.object({
  groups: z.array(actualGroupSchema),
  /** Layers of the runtime's own: reformats, copies, constants. */
  inserted: z.array(actualGroupSchema.omit({ nodes: true, inferred: true })),
  /** Nodes computed at build time, and nodes of which nothing is left to run. */
  folded: z.array(nodeWithReasonSchema),
  removed: z.array(nodeWithReasonSchema),
  /** Nodes of which nothing can be said. */
  unmapped: z.array(z.string()),
  /** Share of the model's nodes that are kept, fused, folded or removed, from 0 to 1. */
  coverage: z.number(),
  /** Share of the model's nodes that the engine names. */
  named: z.number(),
});
export type ActualReport = z.infer<typeof actualReportSchema>;

/** Prediction against engine, over edges between two nodes that the engine names: a positive is "in one kernel". */
export const agreementSchema = z.object({
  edges: z.number(),
  precision: z.number(),
  recall: z.number(),
  f1: z.number(),
});
export type Agreement = z.infer<typeof agreementSchema>;

export const previewReportSchema = z.object({
  target: z.string(),
  /** What was asked for; of quantized builds with what they leave the rest in. */
  precision: precisionSchema.optional(),
  otherPrecision: otherPrecisionSchema.optional(),
  groups: z.array(fusionGroupSchema),
  removed: z.array(nodeWithReasonSchema),
  /** Pairs that look as if they would fuse and do not, with what stops them, and single nodes that an INT8 build keeps. */
  apart: z.array(z.object({ nodes: z.array(z.string()), reason: z.string() })),
  kernelsBefore: z.number(),
  kernelsAfter: z.number(),
  /** Bytes of intermediate activations that fused kernels no longer write, where shapes are known (dynamic dimensions taken as 1). */
  bytesSaved: z.number(),
  /** Conversions of precision and layout that the runtime will insert. */
  reformats: z.array(predictedReformatSchema).optional(),
  /** What a built engine did, and how well the prediction agrees; present when its layers were given. */
  actual: actualReportSchema.optional(),
  agreement: agreementSchema.optional(),
});
export type PreviewReport = z.infer<typeof previewReportSchema>;
