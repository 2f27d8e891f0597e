// The wire table of AttributeProto.
import { exportAgain, OnnxError } from '../error.ts';
import { emptyValue } from '../makeAttribute.ts';
import type { Attribute, AttributeValue, Graph, SparseTensor, Tensor, Type } from '../model.ts';
import {
  bigint,
  bigints,
  bytes,
  type Field,
  float,
  floats,
  type Message,
  message,
  number,
  text,
} from '../wire/message.ts';
import { attributeKind } from './attributeKinds.ts';
import { sparseTensorMessage, tensorMessage } from './tensor.ts';
import { typeMessage } from './type.ts';

interface AttributeDraft {
  name: string;
  docString: string;
  refAttrName: string;
  code: number;
  float: number | undefined;
  int: bigint | undefined;
  string: Uint8Array | undefined;
  tensor: Tensor | undefined;
  graph: Graph | undefined;
  sparseTensor: SparseTensor | undefined;
  type: Type | undefined;
  floats: number[] | undefined;
  ints: bigint[] | undefined;
  strings: Uint8Array[] | undefined;
  tensors: Tensor[] | undefined;
  graphs: Graph[] | undefined;
  sparseTensors: SparseTensor[] | undefined;
  types: Type[] | undefined;
}

const unset = {
  float: undefined,
  int: undefined,
  string: undefined,
  tensor: undefined,
  graph: undefined,
  sparseTensor: undefined,
  type: undefined,
  floats: undefined,
  ints: undefined,
  strings: undefined,
  tensors: undefined,
  graphs: undefined,
  sparseTensors: undefined,
  types: undefined,
};

/** @param graph the table of graphs, which contain attributes in turn. */
export function attributeMessage(graph: () => Message<unknown, Graph>): Message<AttributeDraft, Attribute> {
  return {
    noun: 'attribute',
    numbered: true,
    deepest: 65,
    fields: { ...head, ...single(graph), ...many(graph) },
    begin: () => ({ name: '', docString: '', refAttrName: '', code: 0, ...unset }),
    finish: (draft) => ({
      ...value(draft),
      name: draft.name,
      docString: draft.docString,
      refAttrName: draft.refAttrName,
    }),
    name: (draft) => draft.name,
  };
}

type Fields = Readonly<Record<number, Field<AttributeDraft>>>;

const head: Fields = {
  1: text((draft, name) => {
    draft.name = name;
  }),
  13: text((draft, docString) => {
    draft.docString = docString;
  }),
  20: number((draft, code) => {
    draft.code = code;
  }),
  21: text((draft, name) => {
    draft.refAttrName = name;
  }),
};

function single(graph: () => Message<unknown, Graph>): Fields {
  return {
    2: float((draft, item) => {
      draft.float = item;
    }),
    3: bigint((draft, item) => {
      draft.int = item;
    }),
    4: bytes((draft, item) => {
      draft.string = item;
    }),
    5: message(
      () => tensorMessage,
      (draft, item) => {
        draft.tensor = item;
      },
    ),
    6: message(graph, (draft, item) => {
      draft.graph = item;
    }),
    14: message(
      () => typeMessage,
      (draft, item) => {
        draft.type = item;
      },
    ),
    22: message(
      () => sparseTensorMessage,
      (draft, item) => {
        draft.sparseTensor = item;
      },
    ),
  };
}

function many(graph: () => Message<unknown, Graph>): Fields {
  return {
    7: floats((draft, item) => {
      draft.floats = added(draft.floats, item);
    }),
    8: bigints((draft, item) => {
      draft.ints = added(draft.ints, item);
    }),
    9: bytes((draft, item) => {
      draft.strings = added(draft.strings, item);
    }),
    10: message(
      () => tensorMessage,
      (draft, item) => {
        draft.tensors = added(draft.tensors, item);
      },
    ),
    11: message(graph, (draft, item) => {
      draft.graphs = added(draft.graphs, item);
    }),
    15: message(
      () => typeMessage,
      (draft, item) => {
        draft.types = added(draft.types, item ?? { kind: 'tensor', elementType: 0, shape: undefined });
      },
    ),
    23: message(
      () => sparseTensorMessage,
      (draft, item) => {
        draft.sparseTensors = added(draft.sparseTensors, item);
      },
    ),
  };
}

/** Most attributes have one kind of value, so the lists of the others are never made. */
function added<Item>(list: Item[] | undefined, item: Item): Item[] {
  if (list === undefined) {
    return [item];
  }
  list.push(item);
  return list;
}

function value(draft: AttributeDraft): AttributeValue {
  const type = kindOf(draft);
  switch (type) {
    case 'floats':
      return { type, value: Float32Array.from(draft.floats ?? []) };
    case 'ints':
      return { type, value: BigInt64Array.from(draft.ints ?? []) };
    default:
      return (draft[type] === undefined ? absentValue(draft, type) : { type, value: draft[type] }) as AttributeValue;
  }
}

/** A zero or an empty list may be left out of the file; a tensor, graph or type may not, unless it stands for another. */
function absentValue(draft: AttributeDraft, type: AttributeValue['type']): AttributeValue {
  const needed = type === 'tensor' || type === 'graph' || type === 'sparseTensor' || type === 'type';
  if (needed && draft.refAttrName === '') {
    throw new OnnxError(`The attribute is of kind ${type} and has none`, exportAgain);
  }
  return emptyValue(type);
}

function kindOf(draft: AttributeDraft): AttributeValue['type'] {
  if (draft.code !== 0) {
    const kind = attributeKind(draft.code);
    if (kind === undefined) {
      throw new OnnxError(`The attribute is of kind ${draft.code}, which ONNX does not have`, exportAgain);
    }
    return kind;
  }
  // Files before IR version 3 do not name the kind: it is that of the value that is there.
  const found = (Object.keys(unset) as (keyof typeof unset)[]).find((kind) => draft[kind] !== undefined);
  if (found === undefined) {
    throw new OnnxError('The attribute has neither a kind nor a value', exportAgain);
  }
  return found;
}
