// Why a build is not faster than another: findings with what they cost, the nodes they are about, and what to change.
import { z } from 'zod';
import { precisionSchema } from './recipe.ts';

/** What to change in the recipe; a change that no recipe can state is a text alone. */
export const recipeChangeSchema = z.object({
  /** One sentence that says what to do. */
  text: z.string(),
  /** Precisions of single nodes, to be added to the recipe's. */
  layers: z.record(z.string(), precisionSchema).optional(),
  keepIo: z.boolean().optional(),
});
export type RecipeChange = z.infer<typeof recipeChangeSchema>;

export const whyFindingSchema = z.object({
  kind: z.enum(['clocks', 'reformats', 'quantization', 'precision', 'regions', 'small-kernels']),
  /** Milliseconds of one inference that it costs, as far as the profiles tell; null without profiles. */
  ms: z.number().nullable(),
  text: z.string(),
  /** Nodes of the model, the most telling first. */
  nodes: z.array(z.string()),
  change: recipeChangeSchema.nullable(),
});
export type WhyFinding = z.infer<typeof whyFindingSchema>;

/** The costliest first. */
export const explanationSchema = z.object({
  /** The ids of the build and of the one that it is held against. */
  build: z.string(),
  base: z.string(),
  findings: z.array(whyFindingSchema),
});
export type Explanation = z.infer<typeof explanationSchema>;
