// A model as both sides refer to it: by an id that stays the same for the same file.
import { z } from 'zod';

export const modelRefSchema = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  bytes: z.number(),
  /** True for the bundled sample. */
  sample: z.boolean(),
  openedAt: z.number(),
  /** Data sets that lie beside the model (the sample's, or folders named calibration and test). */
  calibration: z.string().nullable(),
  test: z.string().nullable(),
});
export type ModelRef = z.infer<typeof modelRefSchema>;
