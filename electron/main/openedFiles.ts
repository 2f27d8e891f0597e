// Picks the models out of a command line.
import { resolve } from 'node:path';

/** The first word is the program; relative paths are seen from `folder`. */
export function modelsAmong(words: readonly string[], folder: string): string[] {
  return words
    .slice(1)
    .filter((word) => !word.startsWith('-') && /\.(onnx|ort)$/i.test(word))
    .map((word) => resolve(folder, word));
}
