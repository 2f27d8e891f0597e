// A build: the engine's folder and its record.
import { z } from 'zod';
import { gateVerdictSchema } from './acceptance.ts';
import { precisionSchema, recipeSchema } from './recipe.ts';

export const rewrittenNodeSchema = z.object({ node: z.string(), reason: z.string() });

/** A part of a build's time, in milliseconds; together they are all of it. */
export const buildPhaseSchema = z.object({ name: z.string(), ms: z.number() });
export type BuildPhase = z.infer<typeof buildPhaseSchema>;

export const buildRecordSchema = z.object({
  /** Hash of model, ranges, recipe, target and versions: the same build has the same id. */
  id: z.string(),
  model: z.string(),
  modelName: z.string(),
  modelSha256: z.string(),
  target: z.string(),
  precision: precisionSchema,
  recipe: recipeSchema,
  /** The artifact's folder, and the files in it. */
  directory: z.string(),
  engine: z.string(),
  rewritten: z.string(),
  ranges: z.string().nullable(),
  log: z.string(),
  engineSha256: z.string(),
  rewrittenSha256: z.string(),
  /** Size of the engine in bytes. */
  bytes: z.number(),
  buildMs: z.number(),
  calibrationMs: z.number().nullable(),
  /** Where the time from the job's start to this record went, in order; empty in records that do not say. */
  phases: z.array(buildPhaseSchema).default([]),
  /** The id of the calibration that its ranges came from; null for other precisions and for records that do not say. */
  calibration: z.string().nullable().default(null),
  /** Highest resident memory of the process that built it, in bytes. */
  peakMemoryBytes: z.number(),
  /** Nodes left in a higher precision than asked for, each with its reason. */
  kept: z.array(rewrittenNodeSchema),
  warnings: z.array(z.string()),
  /** Nodes of the engine's own graph, by operator (domain-qualified where not standard). */
  engineOperators: z.record(z.string(), z.number()),
  versions: z.record(z.string(), z.string()),
  device: z.string(),
  /** The name of the host that built it; absent where it was this one. */
  host: z.string().optional(),
  /** Whether it held its bounds when it was last evaluated, and on what data; null where none were set. */
  gate: gateVerdictSchema.extend({ source: z.string() }).nullable().optional(),
  createdAt: z.number(),
});
export type BuildRecord = z.infer<typeof buildRecordSchema>;
