// What makes two builds the same build.
import type { Recipe } from '#core/contract/recipe.ts';
import { type Json, recipeHashInput } from '#core/precision/canonical.ts';
import { sha256Text } from './sha256.ts';

export interface BuildIdentity {
  readonly modelSha256: string;
  /** Hash of what was learned from data; null where none was used. */
  readonly rangesSha256: string | null;
  readonly recipe: Recipe;
  readonly target: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Engines are laid out for the processor that built them. */
  readonly device: string;
  /** Hash of the engine that took other weights; absent for one that was built. */
  readonly refitted?: string | undefined;
}

/**
 * 32 hex digits; equal inputs give the same id on every run. How calibration is done does not count, only what came out
 * of it: the ranges.
 */
export function buildId(identity: BuildIdentity): string {
  const recipe = recipeHashInput({
    modelHash: identity.modelSha256,
    recipe: relevant(identity.recipe),
    target: identity.target,
    ...(identity.rangesSha256 ? { rangesHash: identity.rangesSha256 } : {}),
  });
  const versions = Object.entries(identity.versions).sort(([a], [b]) => (a < b ? -1 : 1));
  const refitted = identity.refitted === undefined ? '' : `\n${identity.refitted}`;
  return sha256Text(`${recipe}\n${JSON.stringify(versions)}\n${identity.device}${refitted}`).slice(0, 32);
}

function relevant({
  precision,
  otherPrecision,
  equalize,
  biasCorrection,
  keepIo,
  keep,
  layers,
  profiles,
  options,
}: Recipe): Json {
  // A recipe that says nothing of single layers keeps the id that it had before it could.
  const own = {
    ...(Object.keys(layers).length > 0 ? { layers } : {}),
    ...(otherPrecision === undefined || otherPrecision === 'fp32' ? {} : { otherPrecision }),
    ...(equalize ? { equalize } : {}),
    ...(biasCorrection ? { biasCorrection } : {}),
  };
  return precision === 'fp32' && Object.values(layers).every((layer) => layer === 'fp32')
    ? { precision, profiles, options }
    : { precision, keepIo, keep, profiles, options, ...own };
}
