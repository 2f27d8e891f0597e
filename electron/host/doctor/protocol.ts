// What the probe of native parts answers.
import { z } from 'zod';

const part = z.object({ version: z.string().nullable(), problem: z.string().nullable() });

export const probeSchema = z.object({ onnxruntime: part, addon: part });
export type Probe = z.infer<typeof probeSchema>;
