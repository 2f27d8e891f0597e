// Types and shapes as the window writes them: `float32 batch×3×64×64`.
import { dataTypeName } from '#core/onnx/dataType.ts';
import type { Dimension, Shape, Type } from '#core/onnx/model.ts';

/** Unknown dimensions are `?`; a scalar is `scalar`; '' where nothing is known of the shape. */
export function shapeLabel(shape: Shape | undefined): string {
  if (!shape) return '';
  return shape.length === 0 ? 'scalar' : shape.map(dimensionText).join('×');
}

/** `⟨64×3×7×7⟩`, and `⟨⟩` for a scalar, as weights are written. */
export function weightShape(dims: readonly number[]): string {
  return `⟨${dims.join('×')}⟩`;
}

export function typeLabel(type: Type | undefined): string {
  if (!type) return 'unknown';
  switch (type.kind) {
    case 'tensor':
    case 'sparseTensor': {
      const name = type.elementType === 0 ? 'unknown' : dataTypeName(type.elementType);
      return [type.kind === 'sparseTensor' ? `sparse ${name}` : name, shapeLabel(type.shape)].filter(Boolean).join(' ');
    }
    case 'sequence':
    case 'optional':
      return `${type.kind} of ${typeLabel(type.element)}`;
    case 'map':
      return `map of ${dataTypeName(type.keyType)} to ${typeLabel(type.value)}`;
    case 'opaque':
      return type.name || 'opaque';
  }
}

function dimensionText(dimension: Dimension): string {
  if (dimension === undefined || dimension === '') return '?';
  if (typeof dimension === 'number') return String(dimension);
  // `batch + 1` among factors would read as another shape.
  return /[\s+*/-]/.test(dimension) ? `(${dimension})` : dimension;
}
