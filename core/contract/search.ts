// What a search for the fastest recipe within a bound found: the recipes it tried, the front among them, the choice.
import { z } from 'zod';
import { gateSchema } from './acceptance.ts';
import { precisionSchema, recipeSchema } from './recipe.ts';

/** A layer as the search weighs it: what 8 bits gain there, and what they cost. */
export const searchLayerSchema = z.object({
  node: z.string(),
  opType: z.string(),
  /** Of the outputs with this layer alone in INT8. */
  sqnrDb: z.number().nullable(),
  /** Share of the error that all layers together add, 0 to 1, their errors taken as independent. */
  noise: z.number(),
  /** Milliseconds of one inference in the builds wholly in FP32 and in INT8; null where the engine does not tell. */
  fp32Ms: z.number().nullable(),
  int8Ms: z.number().nullable(),
  /** What it computes in, in the recipe that was chosen. */
  chosen: precisionSchema,
});
export type SearchLayer = z.infer<typeof searchLayerSchema>;

/** A recipe that was built and evaluated. */
export const searchPointSchema = z.object({
  /** The build's id. */
  build: z.string(),
  precision: precisionSchema,
  recipe: recipeSchema,
  /** Layers in a higher precision than the recipe's, by name. */
  kept: z.array(z.string()),
  /** Null until it is measured, and where it cannot be. */
  latencyMs: z.number().nullable(),
  bytes: z.number(),
  sqnrDb: z.number().nullable(),
  cosine: z.number().nullable(),
  maxAbsError: z.number(),
  accuracy: z.number().nullable(),
  /** Percentage points of top-1 accuracy lost; without labels the share of changed answers in percent. */
  top1Loss: z.number().nullable(),
  meanIou: z.number().nullable(),
  holds: z.boolean(),
  /** Why it does not hold. */
  reasons: z.array(z.string()),
  /** No other point is both faster and more exact. */
  onFront: z.boolean(),
});
export type SearchPoint = z.infer<typeof searchPointSchema>;

export const searchResultSchema = z.object({
  /** The same for requests that ask for the same but for the time they allow: they go on with one another's state. */
  id: z.string(),
  model: z.string(),
  modelName: z.string(),
  target: z.string(),
  gate: gateSchema,
  /** `stopped`: cancelled or out of time before the end; asking again goes on. */
  state: z.enum(['running', 'stopped', 'complete']),
  points: z.array(searchPointSchema),
  /** The id of the fastest build that holds; null where none does. */
  chosen: z.string().nullable(),
  layers: z.array(searchLayerSchema),
  /** Plain sentences: what was chosen and why, what was left out. */
  findings: z.array(z.string()),
  /** Spent on it so far, over all runs. */
  ms: z.number(),
  createdAt: z.number(),
});
export type SearchResult = z.infer<typeof searchResultSchema>;
