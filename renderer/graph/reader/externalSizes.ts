// The sizes of the files that weights lie in beside the model.
import { checkLocation } from '#core/onnx/external.ts';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';

/** Files that cannot be opened are absent; locations that no model may name are not asked for. */
export async function externalSizes(model: Model, openExternal: OpenExternal): Promise<ReadonlyMap<string, number>> {
  const locations = new Set<string>();
  for (const { data } of model.graph.initializers) if (data.kind === 'external') locations.add(data.location);
  const sizes = new Map<string, number>();
  for (const location of locations) {
    if (typeof checkLocation(location) !== 'string') continue;
    try {
      sizes.set(location, (await openExternal(location)).size);
    } catch {
      // Absent: the check of external data says so, with what to do.
    }
  }
  return sizes;
}
