// The type of a value in one line: `float32[batch,3,224,224]`.
import { dataTypeName } from '#core/onnx/dataType.ts';
import type { Type } from '#core/onnx/model.ts';

/** '' where nothing is known; an unknown dimension is `?`, an unknown rank `…`. */
export function typeText(type: Type | undefined): string {
  switch (type?.kind) {
    case undefined:
      return '';
    case 'tensor':
    case 'sparseTensor': {
      const element = type.elementType === 0 ? '?' : dataTypeName(type.elementType);
      const shape = type.shape ? type.shape.map((size) => size ?? '?').join(',') : '…';
      return `${type.kind === 'sparseTensor' ? 'sparse ' : ''}${element}[${shape}]`;
    }
    case 'sequence':
    case 'optional':
      return `${type.kind} of ${typeText(type.element)}`;
    case 'map':
      return `map from ${dataTypeName(type.keyType)} to ${typeText(type.value)}`;
    case 'opaque':
      return type.name;
  }
}
