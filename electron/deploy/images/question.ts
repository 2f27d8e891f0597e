// What the gateway asks of the process that decodes images.
import { z } from 'zod';
import { preprocessingSchema } from '#core/contract/data.ts';

export const imageQuestionSchema = z.object({
  preprocessing: preprocessingSchema,
  /** What the model's input holds. */
  type: z.enum(['float32', 'float64', 'float16', 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32']),
});
export type ImageQuestion = z.infer<typeof imageQuestionSchema>;
