// Numpy's broadcasting, for shapes with names in them and for small known tensors.
import type { Dimension, Shape } from '#core/onnx/model.ts';
import { type Elements, mostElements, ShapeContradiction } from './fact.ts';

/**
 * The shape that tensors of these shapes broadcast to (ONNX: multidirectional broadcasting); undefined where a rank is
 * unknown. A name against a number above 1 is that number: nothing else could run. Throws ShapeContradiction.
 */
export function broadcastShapes(shapes: readonly (Shape | undefined)[]): Shape | undefined {
  if (!shapes.every((shape) => shape !== undefined)) return undefined;
  const rank = Math.max(0, ...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) =>
    shapes.reduce<Dimension>((sum, shape) => {
      const place = axis - rank + shape.length;
      return place < 0 ? sum : broadcastDimension(sum, shape[place], shapes);
    }, 1),
  );
}

function broadcastDimension(a: Dimension, b: Dimension, shapes: readonly Shape[]): Dimension {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  if (typeof a === 'number' && typeof b === 'number') {
    throw new ShapeContradiction(`shapes ${shapes.map(shapeText).join(' and ')} do not broadcast`);
  }
  if (typeof a === 'number') return a;
  return typeof b === 'number' ? b : undefined;
}

/** Such as `[batch, 3, ?, 224]`. */
export function shapeText(shape: Shape | undefined): string {
  return shape ? `[${shape.map((dimension) => dimension ?? '?').join(', ')}]` : '[unknown]';
}

/** Applies a function element by element to small tensors, broadcast against each other. */
export function broadcastElements(
  tensors: readonly (Elements | undefined)[],
  apply: (values: readonly Dimension[]) => Dimension,
): Elements | undefined {
  if (!tensors.every((tensor) => tensor !== undefined)) return undefined;
  const dims = broadcastShapes(tensors.map((tensor) => tensor.dims));
  if (!dims?.every((dimension) => typeof dimension === 'number')) return undefined;
  const spread = tensors.map((tensor) => expandElements(tensor, dims));
  if (!spread.every((tensor) => tensor !== undefined)) return undefined;
  const count = spread[0]?.values.length ?? 0;
  const values = Array.from({ length: count }, (_, index) => apply(spread.map((tensor) => tensor.values[index])));
  return { dims, values };
}

/** The tensor spread over larger dimensions that it broadcasts to; undefined where they are too many. */
export function expandElements(tensor: Elements, dims: readonly number[]): Elements | undefined {
  const skip = dims.length - tensor.dims.length;
  return pickElements(tensor, dims, (coordinates) =>
    tensor.dims.map((size, axis) => (size === 1 ? 0 : (coordinates[axis + skip] ?? 0))),
  );
}

/** A tensor whose element at each place is the one of `tensor` at the coordinates that `from` names. */
export function pickElements(
  tensor: Elements,
  dims: readonly number[],
  from: (coordinates: readonly number[]) => readonly number[],
): Elements | undefined {
  const count = dims.reduce((product, size) => product * size, 1);
  if (!(count >= 0 && count <= mostElements)) return undefined;
  const values = Array.from({ length: count }, (_, index) => {
    const source = from(coordinatesOf(index, dims));
    return tensor.values[source.reduce((flat, coordinate, axis) => flat * (tensor.dims[axis] ?? 1) + coordinate, 0)];
  });
  return { dims, values };
}

/** The coordinates of the element at a place in row-major order. */
export function coordinatesOf(index: number, dims: readonly number[]): number[] {
  const coordinates = new Array<number>(dims.length).fill(0);
  let rest = index;
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    const size = dims[axis] ?? 1;
    coordinates[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return coordinates;
}
