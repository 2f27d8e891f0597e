// Encodes TypeProto, TensorShapeProto and ValueInfoProto.
import type { Dimension, Shape, Type, TypeKind, ValueInfo } from '../model.ts';
import { putMessage, putMessages, putNonEmpty, putNonZero, putNumber, putText, type Sink } from '../wire/sink.ts';
import { putEntry } from './metadata.ts';

const kindFields: Readonly<Record<TypeKind['kind'], number>> = {
  tensor: 1,
  sequence: 4,
  map: 5,
  opaque: 7,
  sparseTensor: 8,
  optional: 9,
};

export function putType(sink: Sink, type: Type): void {
  putMessage(sink, kindFields[type.kind], type, putKind);
  putNonEmpty(sink, 6, type.denotation ?? '');
}

function putKind(sink: Sink, type: Type): void {
  switch (type.kind) {
    case 'tensor':
    case 'sparseTensor':
      putNonZero(sink, 1, type.elementType);
      if (type.shape !== undefined) {
        putMessage(sink, 2, { shape: type.shape, denotations: type.denotations ?? [] }, putShape);
      }
      break;
    case 'sequence':
    case 'optional':
      putMessage(sink, 1, type.element, putType);
      break;
    case 'map':
      putNonZero(sink, 1, type.keyType);
      putMessage(sink, 2, type.value, putType);
      break;
    case 'opaque':
      putNonEmpty(sink, 1, type.domain);
      putNonEmpty(sink, 2, type.name);
      break;
  }
}

function putShape(
  sink: Sink,
  { shape, denotations }: { readonly shape: Shape; readonly denotations: readonly string[] },
): void {
  const dimensions = shape.map((value, index) => ({ value, denotation: denotations[index] ?? '' }));
  putMessages(sink, 1, dimensions, putDimension);
}

function putDimension(sink: Sink, dimension: { readonly value: Dimension; readonly denotation: string }): void {
  const { value } = dimension;
  if (typeof value === 'number') {
    putNumber(sink, 1, value);
  } else if (value !== undefined) {
    putText(sink, 2, value);
  }
  putNonEmpty(sink, 3, dimension.denotation);
}

export function putValue(sink: Sink, value: ValueInfo): void {
  putNonEmpty(sink, 1, value.name);
  if (value.type !== undefined) {
    putMessage(sink, 2, value.type, putType);
  }
  putNonEmpty(sink, 3, value.docString);
  putMessages(sink, 4, value.metadata, putEntry);
}
