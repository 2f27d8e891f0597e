// Where an engine runs, and what this machine can do there.
import { z } from 'zod';

/** `onnxruntime`, or a backend with its version such as `tensorrt@10.6`. */
export const targetSchema = z
  .string()
  .regex(
    /^(onnxruntime|tensorrt|tensorrt-rtx)(@[0-9]+(\.[0-9]+)*)?$/,
    'a target is onnxruntime, tensorrt@VERSION or tensorrt-rtx@VERSION',
  )
  .describe('where the engine runs: onnxruntime, tensorrt@10.6, …');
export type Target = z.infer<typeof targetSchema>;

const names: Readonly<Record<string, string>> = {
  onnxruntime: 'ONNX Runtime',
  tensorrt: 'TensorRT',
  'tensorrt-rtx': 'TensorRT-RTX',
};

/** For people: `ONNX Runtime`, `TensorRT 10.6`. */
export function targetName(target: Target): string {
  const [name = target, version] = target.split('@');
  return [names[name] ?? name, version].filter(Boolean).join(' ');
}

export const targetInfoSchema = z.object({
  name: z.string(),
  version: z.string().nullable(),
  library: z.string().nullable(),
  device: z.string(),
  canBuild: z.boolean(),
  canRun: z.boolean(),
  /** Deep learning accelerators of the device, which engines can be built for; absent where there is none. */
  dlaCores: z.number().int().positive().optional(),
  /** One sentence: what was found, or what is missing and how to get it. */
  why: z.string(),
});
export type TargetInfo = z.infer<typeof targetInfoSchema>;

export const doctorSchema = z.object({
  targets: z.array(targetInfoSchema),
  lathe: z.string(),
  node: z.string(),
  platform: z.string(),
  cpu: z.object({ model: z.string(), cores: z.number(), features: z.array(z.string()), memoryBytes: z.number() }),
  native: z.object({ available: z.boolean(), version: z.string().nullable(), why: z.string() }),
  home: z.string(),
});
export type Doctor = z.infer<typeof doctorSchema>;
