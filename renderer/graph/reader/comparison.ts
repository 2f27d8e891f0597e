// The open model as one side of a comparison.
import { digestGraph, type GraphDigest } from '#core/graph/diff/digest.ts';
import { weightHashes } from '#core/graph/diff/weightHash.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import type { CallContext } from './callContext.ts';
import type { Home } from './home.ts';

/** With `weights`, all of them are read: their hashes are compared too. */
export async function digestOf(
  { model, openExternal }: Home,
  shapes: ShapeTable | undefined,
  weights: boolean,
  { signal, progress }: CallContext,
): Promise<GraphDigest> {
  const hashes = weights
    ? await weightHashes(model.graph, model, {
        openExternal,
        signal,
        onProgress: (share) => progress({ phase: 'comparing', share }),
      })
    : undefined;
  return digestGraph(model.graph, shapes, hashes);
}
