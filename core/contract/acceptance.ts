// What a build's outputs must hold to be accepted, and how they are to be read.
import { z } from 'zod';

/** Bounds on what a build may lose against FP32; what is absent is not asked for. */
export const gateSchema = z.object({
  /** Percentage points of top-1 accuracy that may be lost: 0.5 allows 92.0 % where FP32 has 92.5 %. */
  maxTop1Loss: z.number().nonnegative().optional().describe('percentage points of top-1 accuracy that may be lost'),
  minSqnrDb: z.number().optional().describe('lowest signal-to-noise ratio of the outputs, in dB'),
  minCosine: z.number().min(-1).max(1).optional().describe('lowest cosine similarity of the outputs'),
  /** Over FP32's boxes, a lost one counting as 0. */
  minIou: z.number().min(0).max(1).optional().describe('lowest mean overlap of FP32’s boxes with those here, 0 to 1'),
});
export type Gate = z.infer<typeof gateSchema>;

export const gateVerdictSchema = z.object({
  gate: gateSchema,
  passed: z.boolean(),
  /** One sentence for each bound that is broken, or that could not be told. */
  reasons: z.array(z.string()),
});
export type GateVerdict = z.infer<typeof gateVerdictSchema>;

/** Where a detector's boxes are in its outputs. */
export const boxFormSchema = z.object({
  /** The output with four numbers a candidate. */
  boxes: z.string(),
  /** The output with a score for each class and candidate; the same output where scores follow the four numbers. */
  scores: z.string(),
  /**
   * An output with the class of each candidate, where `scores` holds one number a candidate; the same output as both
   * where score and class follow the four numbers, as suppression leaves them.
   */
  labels: z.string().nullable().default(null),
  /** `rows`: candidates × numbers; `columns`: numbers × candidates. */
  layout: z.enum(['rows', 'columns']).default('rows'),
  /** x₁ y₁ x₂ y₂; middle, width and height; x₁ y₁ width and height. */
  form: z.enum(['corners', 'center', 'cornerSize']).default('corners'),
  /** Where scores follow the box: whether the first is of there being an object at all, by which the others count. */
  objectness: z.boolean().default(false),
  /** Whether class 0 is “nothing”. */
  background: z.boolean().default(false),
  /** Candidates below are no boxes. */
  threshold: z.number().min(0).max(1).default(0.5),
  /** Of two boxes of a class that overlap by more, the one with the lower score is dropped. */
  overlap: z.number().min(0).max(1).default(0.5),
});
export type BoxForm = z.infer<typeof boxFormSchema>;

/** An element is within tolerance where |x − y| ≤ absolute + relative · |x|, x being FP32's. */
export const toleranceSchema = z.object({
  absolute: z.number().nonnegative().default(1e-3),
  relative: z.number().nonnegative().default(1e-2),
});
export type Tolerance = z.infer<typeof toleranceSchema>;

export const acceptanceSchema = z.object({
  gate: gateSchema.default({}),
  /** Null: guessed from the outputs, and said. */
  boxes: boxFormSchema.nullable().default(null),
  /** By output name; `*` stands for all others. */
  tolerances: z.record(z.string(), toleranceSchema).default({}),
});
export type Acceptance = z.infer<typeof acceptanceSchema>;
