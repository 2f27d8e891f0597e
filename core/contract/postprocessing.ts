// What becomes of outputs before a client sees them: classes with their names, or boxes.
import { z } from 'zod';

/** How outputs become an answer. Names of outputs may be left out where the model has but one that fits. */
export const postprocessingSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('classification'),
    output: z.string().optional(),
    /** Whether the output holds logits, which softmax turns into shares; false where it holds shares already. */
    softmax: z.boolean().default(true),
    /** At most so many classes, the likeliest first. */
    top: z.number().int().positive().default(5),
    /** Names by class index. */
    labels: z.array(z.string()).default([]),
  }),
  z.object({
    kind: z.literal('detection'),
    /** [batch, count, 4]. */
    boxes: z.string().optional(),
    /** [batch, count, classes]. */
    scores: z.string().optional(),
    /** `corners` is left, top, right, bottom; `centre` is centre x, centre y, width, height. */
    format: z.enum(['corners', 'centre']).default('corners'),
    /** A class that stands for nothing, such as 0 of single-shot detectors. */
    background: z.number().int().nonnegative().nullable().default(null),
    /** Boxes below this score are left out. */
    threshold: z.number().min(0).max(1).default(0.5),
    /** Of two boxes of one class that overlap more than this (intersection over union), the better stays. */
    overlap: z.number().min(0).max(1).default(0.5),
    top: z.number().int().positive().default(100),
    labels: z.array(z.string()).default([]),
  }),
]);
export type Postprocessing = z.infer<typeof postprocessingSchema>;
