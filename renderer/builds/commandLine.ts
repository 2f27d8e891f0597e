// The command that makes the same build in a terminal.
import type { BuildRecord } from '#core/contract/build.ts';
import { quote } from '#core/trtexec/quote.ts';

/** `recipeFile` is the name under which the recipe was or will be saved. */
export function commandLine(
  build: Pick<BuildRecord, 'target'>,
  model: string,
  calibration: string | null,
  recipeFile: string,
): string {
  const words = ['npx', 'lathe', 'build', quote(model), '--target', build.target, '--recipe', quote(recipeFile)];
  if (calibration !== null) words.push('--calibration', quote(calibration));
  return words.join(' ');
}

export function recipeFileName(build: Pick<BuildRecord, 'modelName' | 'precision'>): string {
  return `${build.modelName.replace(/\.onnx$/i, '')}-${build.precision}.recipe.json`;
}
