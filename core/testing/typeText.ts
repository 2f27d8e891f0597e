// Types as tests write them: 'float32[1,3,224,224]', 'int64[batch,?]', 'float16[]' (a scalar), 'float32' (rank unknown).
import { DataType, type DataTypeName } from '#core/onnx/dataType.ts';
import type { Dimension, Type } from '#core/onnx/model.ts';

/** The element type and shape of a type's text; a name is a dynamic dimension, `?` one of which nothing is known. */
export function parseType(text: string): {
  readonly elementType: number;
  readonly shape: readonly Dimension[] | undefined;
} {
  const match = /^(\w+)(?:\[(.*)\])?$/.exec(text.trim());
  const elementType = DataType[match?.[1] as DataTypeName];
  if (match === null || elementType === undefined) {
    throw new Error(`'${text}' is no tensor type such as float32[1,3,8,8]`);
  }
  const dims = match[2];
  return {
    elementType,
    shape: dims === undefined ? undefined : dims.trim() === '' ? [] : dims.split(',').map(dimension),
  };
}

function dimension(text: string): Dimension {
  const word = text.trim();
  return word === '?' ? undefined : /^\d+$/.test(word) ? Number(word) : word;
}

/** The tensor type of a type's text. */
export function aType(text: string): Type {
  return { kind: 'tensor', ...parseType(text) };
}
