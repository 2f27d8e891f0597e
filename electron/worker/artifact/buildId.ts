// What makes two builds the same build.
import type { Recipe } from '#core/contract/recipe.ts';
import { recipeHashInput } from '#core/precision/canonical.ts';
import { sha256Text } from './sha256.ts';

export interface BuildIdentity {
  readonly modelSha256: string;
  readonly rangesSha256: string | null;
  readonly recipe: Recipe;
  readonly target: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Engines are laid out for the processor that built them. */
  readonly device: string;
}

/** 32 hex digits; equal inputs give the same id on every run. */
export function buildId(identity: BuildIdentity): string {
  const recipe = recipeHashInput({
    modelHash: identity.modelSha256,
    recipe: identity.recipe,
    target: identity.target,
    ...(identity.rangesSha256 ? { rangesHash: identity.rangesSha256 } : {}),
  });
  const versions = Object.entries(identity.versions).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256Text(`${recipe}\n${JSON.stringify(versions)}\n${identity.device}`).slice(0, 32);
}
