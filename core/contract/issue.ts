// What a check found: where, what, and what to do next.
import { z } from 'zod';

export const issueSchema = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  /** The node's name, or null where the whole model is meant. */
  node: z.string().nullable(),
  message: z.string(),
  next: z.string(),
});
export type Issue = z.infer<typeof issueSchema>;
