// Reads a recipe from a file.
import { readFile } from 'node:fs/promises';
import { type Recipe, recipeSchema } from '#core/contract/recipe.ts';
import { wrongUse } from './failure.ts';

/** Throws LatheError that names the file and the field that is wrong. */
export async function readRecipe(path: string): Promise<Recipe> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw wrongUse(`The recipe ${path} cannot be read.`, 'Check the path; a build’s folder holds a recipe.json.');
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrongUse(`The recipe ${path} is not JSON.`, 'Correct it; a build’s folder holds a recipe.json to look at.');
  }
  const parsed = recipeSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') || 'the whole';
  throw wrongUse(`The recipe ${path} is wrong at ${where}: ${issue?.message}.`, 'Correct that field and try again.');
}
