// JSON with one spelling for one value, so that equal recipes and ranges have equal hashes.

/** What JSON can hold; an undefined field is an absent one. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Keys sorted by UTF-16 code units at every depth, no spaces, numbers in the shortest form that reads back exactly
 * (ECMAScript's Number::toString, as RFC 8785 prescribes).
 *
 * @throws RangeError for NaN and infinities, which JSON cannot hold.
 */
export function canonicalJson(value: Json): string {
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter((field): field is [string, Json] => field[1] !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`JSON cannot hold ${value}`);
  return JSON.stringify(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** What decides the bytes of a rewritten model and the engine built from it. */
export interface RecipeIdentity {
  /** Hash of the model's file, external data included. */
  readonly modelHash: string;
  /** The recipe with its defaults filled in. */
  readonly recipe: Json;
  /** Hash of the ranges file; absent where no calibration is used. */
  readonly rangesHash?: string;
  /** The target with its version, such as `tensorrt@10.6`. */
  readonly target: string;
}

/** The text whose hash names a build's inputs. The first line keeps texts of other kinds and versions apart. */
export function recipeHashInput(identity: RecipeIdentity): string {
  return `lathe recipe 1\n${canonicalJson({ ...identity })}`;
}
