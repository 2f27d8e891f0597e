// What the gateway tells an engine's thread to load, and what that answers.
import { z } from 'zod';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';

export const helloSchema = z.object({
  engine: z.string(),
  /** Of one session of ONNX Runtime. */
  threads: z.number(),
  /** An engine of ONNX Runtime is optimized already, a model is not. */
  optimization: z.enum(['none', 'all']),
  /** The library that runs the engine; null: ONNX Runtime. */
  tensorrt: z.object({ runtime: z.string(), parser: z.string().nullable(), weights: z.string().optional() }).nullable(),
});
export type Hello = z.infer<typeof helloSchema>;

export interface Described {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}
