// Which of the chosen files are an engine's layers, and which profile belongs to them.
import type { Precision } from '#core/contract/recipe.ts';
import { engineName, precisionInName } from '#core/fusion/engine/engineFileName.ts';

export interface TextFile {
  readonly name: string;
  readonly text: string;
}

export interface EngineText {
  /** The files' common name: `resnet50-fp16` of `resnet50-fp16.layers.json`. */
  readonly name: string;
  /** As the name says it; null where it says nothing. */
  readonly precision: Precision | null;
  readonly layers: string;
  readonly profile: string | null;
}

/**
 * A profile is a list, an inspector's answer is an object. Each profile goes to the layers whose name is most like its
 * own; one profile alone goes to the one engine.
 */
export function pairFiles(files: readonly TextFile[]): readonly EngineText[] {
  const isProfile = ({ text }: TextFile) => text.trimStart().startsWith('[');
  const profiles = files.filter(isProfile);
  const engines = files.filter((file) => !isProfile(file));
  return engines.map((engine) => {
    const name = engineName(engine.name);
    const own =
      profiles.find((profile) => engineName(profile.name) === name) ??
      (engines.length === 1 && profiles.length === 1 ? profiles[0] : undefined);
    return {
      name: name || engine.name.replace(/\.json$/i, ''),
      precision: precisionInName(engine.name),
      layers: engine.text,
      profile: own?.text ?? null,
    };
  });
}
