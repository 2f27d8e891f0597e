// The open model with its calls of local functions opened, or as it was: what depends on the nodes is made anew.
import { type InlinedModel, inlineCalls } from '#core/graph/inline/inlineCalls.ts';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import type { Home } from './home.ts';

export interface Opened {
  readonly home: Home;
  readonly shapes: ShapeTable;
  /** The calls that each node came out of; null where calls stand as nodes. */
  readonly calls: InlinedModel['calls'] | null;
}

export async function withCallsOpened({ model, openExternal }: Home): Promise<Opened> {
  const { model: inlined, calls } = inlineCalls(model);
  return { home: { model: inlined, openExternal }, shapes: await inferShapes(inlined, { openExternal }), calls };
}
