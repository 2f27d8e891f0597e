// Shapes with every dynamic dimension taken as 1, from which costs can be counted.
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import type { Home } from './home.ts';
import { pauses } from './pause.ts';

/** The dynamic dimensions of the model's inputs, by name. */
export function dynamicDimensions({ model }: Pick<Home, 'model'>): readonly string[] {
  const names = new Set<string>();
  for (const { type } of model.graph.inputs) {
    if (type?.kind !== 'tensor') continue;
    for (const size of type.shape ?? []) if (typeof size === 'string' && size !== '') names.add(size);
  }
  return [...names];
}

/** `shapes` themselves where the model has no dynamic dimension with a name. */
export async function sizedShapes(home: Home, shapes: ShapeTable): Promise<ShapeTable> {
  const names = dynamicDimensions(home);
  if (names.length === 0) return shapes;
  const dimensions = Object.fromEntries(names.map((name) => [name, 1]));
  return inferShapes(home.model, { dimensions, openExternal: home.openExternal, pause: pauses() });
}
