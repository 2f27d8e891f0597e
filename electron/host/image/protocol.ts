// What the host asks of the image process, and what comes back.
import { z } from 'zod';
import { preprocessingSchema } from '#core/contract/data.ts';
import { failureSchema } from '#core/contract/failure.ts';

export const imageRequestSchema = z.object({ path: z.string(), preprocessing: preprocessingSchema });
export type ImageRequest = z.infer<typeof imageRequestSchema>;

export const imageAnswerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('image'), png: z.instanceof(Uint8Array<ArrayBuffer>) }),
  z.object({ type: z.literal('failed'), failure: failureSchema }),
]);
export type ImageAnswer = z.infer<typeof imageAnswerSchema>;
