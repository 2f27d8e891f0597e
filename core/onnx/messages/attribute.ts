// The wire table of AttributeProto.
import { exportAgain, OnnxError } from '../error.ts';
import { emptyValue } from '../makeAttribute.ts';
import type { Attribute, AttributeValue, Graph, Type } from '../model.ts';
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
import { typeMessage, unknownType } from './type.ts';

interface AttributeDraft {
  name: string;
  docString: string;
  refAttrName: string;
  /** The kind that the file states, 0 where it states none. */
  code: number;
  /** The value that was read last, and its kind. */
  kind: AttributeValue['type'] | undefined;
  value: unknown;
  /** Values of other kinds that stand beside it; files that have them state which one counts. */
  others: Map<AttributeValue['type'], unknown> | undefined;
}

type Fields = Readonly<Record<number, Field<AttributeDraft>>>;

/** @param graph the table of graphs, which contain attributes in turn. */
export function attributeMessage(graph: () => Message<unknown, Graph>): Message<AttributeDraft, Attribute> {
  return {
    noun: 'attribute',
    numbered: true,
    fields: { ...head, ...values(graph) },
    begin: () => ({
      name: '',
      docString: '',
      refAttrName: '',
      code: 0,
      kind: undefined,
      value: undefined,
      others: undefined,
    }),
    finish: (draft) => {
      const { type, value } = valueOfDraft(draft);
      const { name, docString, refAttrName } = draft;
      return { type, value, name, docString, refAttrName } as Attribute;
    },
    comesAgain: ({ type }) => plainKinds.has(type),
    name: (draft) => draft.name,
  };
}

/** Kinds without tensors and graphs, whose data are places in the file. */
const plainKinds: ReadonlySet<AttributeValue['type']> = new Set([
  'float',
  'int',
  'string',
  'floats',
  'ints',
  'strings',
  'type',
  'types',
]);

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

function values(graph: () => Message<unknown, Graph>): Fields {
  return {
    2: float(one('float')),
    3: bigint(one('int')),
    4: bytes(one('string')),
    5: message(() => tensorMessage, one('tensor')),
    6: message(graph, one('graph')),
    7: floats(another('floats')),
    8: bigints(another('ints')),
    9: bytes(another('strings')),
    10: message(() => tensorMessage, another('tensors')),
    11: message(graph, another('graphs')),
    14: message(() => typeMessage, one('type')),
    15: message(() => typeMessage, another('types')),
    22: message(() => sparseTensorMessage, one('sparseTensor')),
    23: message(() => sparseTensorMessage, another('sparseTensors')),
  };
}

function one(kind: AttributeValue['type']): (draft: AttributeDraft, item: unknown) => void {
  return (draft, item) => {
    select(draft, kind);
    draft.value = item;
  };
}

function another(kind: AttributeValue['type']): (draft: AttributeDraft, item: unknown) => void {
  return (draft, item) => {
    select(draft, kind);
    const list = draft.value as unknown[] | undefined;
    if (list === undefined) {
      draft.value = [item];
    } else {
      list.push(item);
    }
  };
}

/** Makes `value` the one of that kind. */
function select(draft: AttributeDraft, kind: AttributeValue['type']): void {
  if (draft.kind === kind) {
    return;
  }
  if (draft.kind !== undefined) {
    draft.others ??= new Map();
    draft.others.set(draft.kind, draft.value);
    draft.value = draft.others.get(kind);
  }
  draft.kind = kind;
}

function valueOfDraft(draft: AttributeDraft): { readonly type: AttributeValue['type']; readonly value: unknown } {
  const type = statedKind(draft);
  const value = type === draft.kind ? draft.value : draft.others?.get(type);
  if (value === undefined) {
    return absentValue(draft, type);
  }
  switch (type) {
    case 'floats':
      return { type, value: new Float32Array(value as number[]) };
    case 'ints':
      return { type, value: new BigInt64Array(value as bigint[]) };
    case 'types':
      return { type, value: (value as (Type | undefined)[]).map((item) => item ?? unknownType) };
    default:
      return { type, value };
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

/** Files before IR version 3 do not name the kind: it is that of the value that is there. */
function statedKind(draft: AttributeDraft): AttributeValue['type'] {
  const kind = draft.code === 0 ? draft.kind : attributeKind(draft.code);
  if (kind === undefined) {
    throw draft.code === 0
      ? new OnnxError('The attribute has neither a kind nor a value', exportAgain)
      : new OnnxError(`The attribute is of kind ${draft.code}, which ONNX does not have`, exportAgain);
  }
  return kind;
}
