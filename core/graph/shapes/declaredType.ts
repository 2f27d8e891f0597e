// Types that the file itself states: read with dimensions put in, and held against what is inferred.
import { dataTypeName } from '#core/onnx/dataType.ts';
import type { Dimension, Shape, Type } from '#core/onnx/model.ts';
import { shapeText } from './broadcast.ts';

/** A declared type with numbers in place of the names that `dimensions` gives; a negative size is an unknown one. */
export function declaredType(type: Type, dimensions: ReadonlyMap<string, number>): Type {
  if (type.kind === 'tensor' || type.kind === 'sparseTensor') {
    return { ...type, shape: type.shape?.map((size) => declaredDimension(size, dimensions)) };
  }
  return type.kind === 'sequence' || type.kind === 'optional'
    ? { ...type, element: declaredType(type.element, dimensions) }
    : type;
}

function declaredDimension(size: Dimension, dimensions: ReadonlyMap<string, number>): Dimension {
  if (typeof size === 'string') return size === '' ? undefined : (dimensions.get(size) ?? size);
  return size !== undefined && size < 0 ? undefined : size;
}

/** An inferred type without sizes that no tensor can have; `conflict` gets a clause for a negative one. */
export function withoutImpossibleSizes(type: Type, conflict: (clause: string) => void): Type {
  if (type.kind !== 'tensor' || !type.shape?.some(isImpossible)) return type;
  const negative = type.shape.findIndex((size) => typeof size === 'number' && size < 0);
  if (negative >= 0) conflict(`would have the size ${type.shape[negative]} at axis ${negative}`);
  return { ...type, shape: type.shape.map((size) => (isImpossible(size) ? undefined : size)) };
}

function isImpossible(size: Dimension): boolean {
  return typeof size === 'number' && !(Number.isSafeInteger(size) && size >= 0);
}

/**
 * What is inferred, with gaps filled by what is declared. Where both are known and cannot be the same, the inferred
 * one stands and `conflict` gets a clause saying so; a name on either side is no contradiction.
 */
export function mergeTypes(
  inferred: Type | undefined,
  declared: Type | undefined,
  conflict: (clause: string) => void,
): Type | undefined {
  if (!inferred || !declared) return inferred ?? declared;
  if (inferred.kind === 'tensor' && declared.kind === 'tensor') {
    if (inferred.elementType > 0 && declared.elementType > 0 && inferred.elementType !== declared.elementType) {
      conflict(
        `is declared as ${dataTypeName(declared.elementType)} and computed as ${dataTypeName(inferred.elementType)}`,
      );
    }
    const elementType = inferred.elementType || declared.elementType;
    return { kind: 'tensor', elementType, shape: mergeShapes(inferred.shape, declared.shape, conflict) };
  }
  if (inferred.kind === 'sequence' && declared.kind === 'sequence') {
    return { kind: 'sequence', element: mergeTypes(inferred.element, declared.element, conflict) ?? inferred.element };
  }
  if (inferred.kind === 'optional' && declared.kind === 'optional') {
    return { kind: 'optional', element: mergeTypes(inferred.element, declared.element, conflict) ?? inferred.element };
  }
  if (inferred.kind !== declared.kind) conflict(`is declared as a ${declared.kind} and computed as a ${inferred.kind}`);
  return inferred;
}

function mergeShapes(
  inferred: Shape | undefined,
  declared: Shape | undefined,
  conflict: (clause: string) => void,
): Shape | undefined {
  if (!inferred || !declared) return inferred ?? declared;
  const differ =
    inferred.length !== declared.length ||
    inferred.some(
      (size, axis) => typeof size === 'number' && typeof declared[axis] === 'number' && size !== declared[axis],
    );
  if (differ) {
    conflict(`is declared as ${shapeText(declared)} and computed as ${shapeText(inferred)}`);
    return inferred;
  }
  return inferred.map((size, axis) => size ?? declared[axis]);
}
