// What the host's process asks of the one that reaches the system's secret store, and the answer.
import { z } from 'zod';

export const secretAskedSchema = z.object({
  type: z.literal('secret'),
  id: z.number(),
  action: z.enum(['seal', 'open']),
  text: z.string(),
});

export const secretAnsweredSchema = z.object({
  type: z.literal('secret'),
  id: z.number(),
  /** Null where the store refused. */
  text: z.string().nullable(),
});
export type SecretAnswered = z.infer<typeof secretAnsweredSchema>;
