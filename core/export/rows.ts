// How many rows an exported engine takes at once.
import type { Profile, Recipe } from '#core/contract/recipe.ts';
import { backendOf, type ExportSource } from './source.ts';

/** The recipe's optimization profiles in the order of their indices in the engine. */
export function profilesOf({ profiles, options }: Recipe): readonly Readonly<Record<string, Profile>>[] {
  const own = Object.keys(profiles).length > 0 ? [profiles] : [];
  return [...own, ...(options.tensorrt?.moreProfiles ?? [])];
}

/**
 * 0 where the engine has no batch axis, so that shapes are whole; else at most `wanted` rows and no more than a profile
 * of the engine holds. TensorRT takes a dynamic size without a profile as 1.
 */
export function mostRows({ record, batchAxis }: ExportSource, wanted: number): number {
  if (!batchAxis) return 0;
  const rows = rowsOf(record.recipe, 'max');
  if (rows.length > 0) return Math.min(wanted, Math.max(...rows));
  return backendOf(record) === 'onnxruntime' ? wanted : 1;
}

/** Batch sizes that the profiles were tuned for, each once and in order, without those above `most`. */
export function tunedRows({ record }: ExportSource, most: number): readonly number[] {
  return [...new Set(rowsOf(record.recipe, 'opt'))].filter((rows) => rows > 1 && rows <= most).sort((a, b) => a - b);
}

/** Of each profile the rows that all its inputs hold. */
function rowsOf(recipe: Recipe, bound: 'opt' | 'max'): readonly number[] {
  return profilesOf(recipe).flatMap((profile) => {
    const rows = Object.values(profile).flatMap((one) => one[bound][0] ?? []);
    return rows.length > 0 ? [Math.min(...rows)] : [];
  });
}
