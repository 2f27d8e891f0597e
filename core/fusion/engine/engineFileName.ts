// What the names of an engine's files tell: which belong together, and the precision of the engine.
import { type Precision, precisionSchema } from '#core/contract/recipe.ts';

/** `resnet50-fp16.layers.json`, `layers_fp16.json` and `fp16_profile.json` without the words that only say what they hold. */
export function engineName(file: string): string {
  return file
    .replace(/\.json$/i, '')
    .replace(/[._-]?(layer_?info|layers?|profile|graph)$/i, '')
    .replace(/^(layer_?info|layers?|profile)[._-]/i, '');
}

/** Null where the name says nothing. */
export function precisionInName(file: string): Precision | null {
  const word = /(?:^|[^a-z0-9])(fp32|fp16|bf16|int8|fp8|int4)(?![a-z0-9])/i.exec(file)?.[1];
  return precisionSchema.safeParse(word?.toLowerCase()).data ?? null;
}
