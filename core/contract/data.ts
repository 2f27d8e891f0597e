// The user's own data: what calibration learns from and what accuracy is measured on.
import { z } from 'zod';

/** How an image becomes the model's input: x = (pixel · scale − mean) / std per channel, after resizing. */
export const preprocessingSchema = z.object({
  kind: z.literal('image').default('image'),
  resize: z.object({
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    /** `fill` stretches; `cover` crops the middle; `contain` pads with black. */
    fit: z.enum(['fill', 'cover', 'contain']).default('fill'),
  }),
  channels: z.enum(['rgb', 'bgr', 'gray']).default('rgb'),
  layout: z.enum(['nchw', 'nhwc']).default('nchw'),
  scale: z.number().default(1),
  mean: z.array(z.number()).default([0, 0, 0]),
  std: z.array(z.number()).default([1, 1, 1]),
});
export type Preprocessing = z.infer<typeof preprocessingSchema>;

export const dataSetSchema = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  kind: z.enum(['images', 'npy', 'npz']),
  samples: z.number(),
  /** Class names in index order where the data carries labels. */
  classes: z.array(z.string()).nullable(),
  /** A preprocessing.json found beside the data or the model. */
  preprocessing: preprocessingSchema.nullable(),
});
export type DataSet = z.infer<typeof dataSetSchema>;
