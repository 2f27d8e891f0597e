// The wire tables of TensorProto and SparseTensorProto: everything but the weights, of which only the place is noted.
import { elementCount } from '../elementCount.ts';
import { exportAgain, OnnxError } from '../error.ts';
import type { MetadataEntry, SparseTensor, Tensor, TypedField } from '../model.ts';
import { append, none } from '../wire/list.ts';
import {
  bytes,
  type Field,
  type Message,
  message,
  number,
  numbers,
  payload,
  type Range,
  text,
  Wire,
} from '../wire/message.ts';
import { entryMessage } from './metadata.ts';
import { tensorData } from './tensorData.ts';

export interface TensorDraft {
  name: string;
  dataType: number;
  dims: readonly number[];
  docString: string;
  metadata: readonly MetadataEntry[];
  raw: Range | undefined;
  typed: { readonly field: TypedField; readonly pieces: Range[] } | undefined;
  strings: readonly Uint8Array[];
  isExternal: boolean;
  external: readonly MetadataEntry[];
}

export const tensorMessage: Message<TensorDraft, Tensor> = {
  noun: 'tensor',
  numbered: true,
  fields: {
    1: numbers((draft, value) => {
      draft.dims = append(draft.dims, value);
    }),
    2: number((draft, value) => {
      draft.dataType = value;
    }),
    4: typed('float_data', Wire.fixed32),
    5: typed('int32_data', Wire.varint),
    6: bytes((draft, value) => {
      draft.strings = append(draft.strings, value);
    }),
    7: typed('int64_data', Wire.varint),
    8: text((draft, value) => {
      draft.name = value;
    }),
    9: payload(Wire.bytes, (draft, range) => {
      draft.raw = range;
    }),
    10: typed('double_data', Wire.fixed64),
    11: typed('uint64_data', Wire.varint),
    12: text((draft, value) => {
      draft.docString = value;
    }),
    13: message(
      () => entryMessage,
      (draft, entry) => {
        draft.external = append(draft.external, entry);
      },
    ),
    14: number((draft, value) => {
      draft.isExternal = value === 1;
    }),
    16: message(
      () => entryMessage,
      (draft, entry) => {
        draft.metadata = append(draft.metadata, entry);
      },
    ),
  },
  begin: () => ({
    name: '',
    dataType: 0,
    dims: none,
    docString: '',
    metadata: none,
    raw: undefined,
    typed: undefined,
    strings: none,
    isExternal: false,
    external: none,
  }),
  finish: (draft) => ({
    name: draft.name,
    dataType: draft.dataType,
    dims: draft.dims,
    data: tensorData(draft),
    docString: draft.docString,
    metadata: draft.metadata,
  }),
  name: (draft) => draft.name,
};

function typed(field: TypedField, wire: number): Field<TensorDraft> {
  return payload(wire, (draft, range) => {
    if (draft.typed?.field !== field) {
      draft.typed = { field, pieces: [] };
    }
    draft.typed.pieces.push(range);
  });
}

interface SparseDraft {
  values: Tensor | undefined;
  indices: Tensor | undefined;
  dims: number[];
}

export const sparseTensorMessage: Message<SparseDraft, SparseTensor> = {
  noun: 'sparse tensor',
  numbered: true,
  fields: {
    1: message(
      () => tensorMessage,
      (draft, tensor) => {
        draft.values = tensor;
      },
    ),
    2: message(
      () => tensorMessage,
      (draft, tensor) => {
        draft.indices = tensor;
      },
    ),
    3: numbers((draft, value) => {
      draft.dims.push(value);
    }),
  },
  begin: () => ({ values: undefined, indices: undefined, dims: [] }),
  finish: ({ values, indices, dims }) => {
    if (values === undefined || indices === undefined) {
      throw new OnnxError('A sparse tensor lacks its values or its indices', exportAgain);
    }
    elementCount(dims);
    return { values, indices, dims };
  },
  name: (draft) => draft.values?.name ?? '',
};
