// The same engine measured in several shapes, and the files that a measurement may leave.
import { z } from 'zod';

const size = z.number().int().positive();

/** Each batch size and each set of shapes is a point of its own; none at all: the shapes that the profiles call optimal. */
export const sweepSchema = z.object({
  batches: z.array(size).default([]).describe('batch sizes to measure, one after the other'),
  /** By input name; inputs that are not named keep their optimal shape. */
  shapes: z.array(z.record(z.string(), z.array(size))).default([]),
});
export type Sweep = z.infer<typeof sweepSchema>;

const path = z.string().min(1).nullable().default(null);

/** In place of a path: the content comes with the result, for a machine that cannot write where it is wanted. */
export const withResult = '-';

/** Absolute paths on the host's machine, for one engine on a GPU: what trtexec's options of these names write. */
export const benchExportsSchema = z.object({ times: path, profile: path, layerInfo: path, output: path });
export type BenchExports = z.infer<typeof benchExportsSchema>;

const text = z.string().optional();
/** The content of what was asked for with the result. */
export const benchExportedSchema = z.object({ times: text, profile: text, layerInfo: text, output: text });
export type BenchExported = z.infer<typeof benchExportedSchema>;

/** A point of a sweep that could not be measured. */
export const skippedPointSchema = z.object({ point: z.string(), reason: z.string() });
