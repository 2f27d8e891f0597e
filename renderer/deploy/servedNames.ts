// Under which name each build is served: the model's, with the precision where there are several.
import type { BuildRecord } from '#core/contract/build.ts';

type Named = Pick<BuildRecord, 'id' | 'modelName' | 'precision'>;

/** By the build's id; no two are alike. */
export function servedNames(builds: readonly Named[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    builds.map((build) => {
      const model = build.modelName.replace(/\.onnx$/i, '');
      const wanted = builds.length === 1 ? model : `${model}-${build.precision}`;
      let name = wanted;
      for (let next = 2; taken.has(name); next += 1) name = `${wanted}-${next}`;
      taken.add(name);
      return [build.id, name];
    }),
  );
}
