// The wire tables of TypeProto and TensorShapeProto.
import type { Dimension, Type, TypeKind } from '../model.ts';
import { type Field, type Message, message, number, text } from '../wire/message.ts';

interface DimensionDraft {
  value: Dimension;
  denotation: string;
}

const dimensionMessage: Message<DimensionDraft, DimensionDraft> = {
  noun: 'dimension',
  numbered: true,
  fields: {
    1: number((draft, value) => {
      // Some exporters write −1 for a dimension that they do not know.
      draft.value = value < 0 ? undefined : value;
    }),
    2: text((draft, value) => {
      draft.value = value === '' ? undefined : value;
    }),
    3: text((draft, value) => {
      draft.denotation = value;
    }),
  },
  begin: () => ({ value: undefined, denotation: '' }),
  finish: (draft) => draft,
  name: () => '',
};

interface ShapeDraft {
  readonly shape: Dimension[];
  denotations: string[] | undefined;
}

const shapeMessage: Message<ShapeDraft, ShapeDraft> = {
  noun: 'shape',
  numbered: false,
  fields: {
    1: message(
      () => dimensionMessage,
      (draft, dimension) => {
        draft.shape.push(dimension.value);
        if (dimension.denotation !== '' || draft.denotations !== undefined) {
          draft.denotations ??= draft.shape.slice(1).map(() => '');
          draft.denotations.push(dimension.denotation);
        }
      },
    ),
  },
  begin: () => ({ shape: [], denotations: undefined }),
  finish: (draft) => draft,
  name: () => '',
};

interface TensorTypeDraft {
  elementType: number;
  shape: ShapeDraft | undefined;
}

function tensorTypeMessage(kind: 'tensor' | 'sparseTensor'): Message<TensorTypeDraft, TypeKind> {
  return {
    noun: 'tensor type',
    numbered: false,
    fields: {
      1: number((draft, value) => {
        draft.elementType = value;
      }),
      2: message(
        () => shapeMessage,
        (draft, shape) => {
          draft.shape = shape;
        },
      ),
    },
    begin: () => ({ elementType: 0, shape: undefined }),
    finish: ({ elementType, shape }) =>
      shape?.denotations === undefined
        ? { kind, elementType, shape: shape?.shape }
        : { kind, elementType, shape: shape.shape, denotations: shape.denotations },
    name: () => '',
  };
}

/** Stands for a type that must be there and that the file leaves out. */
export const unknownType: Type = { kind: 'tensor', elementType: 0, shape: undefined };

interface ElementDraft {
  keyType: number;
  element: Type | undefined;
}

/** Sequences and optionals have their element in field 1, maps the key type in field 1 and the value in field 2. */
function containerMessage(kind: 'sequence' | 'optional' | 'map'): Message<ElementDraft, TypeKind> {
  const keyType = number((draft: ElementDraft, value) => {
    draft.keyType = value;
  });
  const element = message(
    () => typeMessage,
    (draft: ElementDraft, value) => {
      draft.element = value;
    },
  );
  return {
    noun: `${kind} type`,
    numbered: false,
    fields: kind === 'map' ? { 1: keyType, 2: element } : { 1: element },
    begin: () => ({ keyType: 0, element: undefined }),
    finish: (draft) => {
      const inner = draft.element ?? unknownType;
      return kind === 'map' ? { kind, keyType: draft.keyType, value: inner } : { kind, element: inner };
    },
    name: () => '',
  };
}

interface OpaqueDraft {
  readonly kind: 'opaque';
  domain: string;
  name: string;
}

const opaqueMessage: Message<OpaqueDraft, TypeKind> = {
  noun: 'opaque type',
  numbered: false,
  fields: {
    1: text((draft, value) => {
      draft.domain = value;
    }),
    2: text((draft, value) => {
      draft.name = value;
    }),
  },
  begin: () => ({ kind: 'opaque', domain: '', name: '' }),
  finish: (draft) => draft,
  name: (draft) => draft.name,
};

interface TypeDraft {
  kind: TypeKind | undefined;
  denotation: string;
}

function kindOf(of: Message<unknown, TypeKind>): Field<TypeDraft> {
  return message(
    () => of,
    (draft, kind) => {
      draft.kind = kind;
    },
  );
}

/** Undefined where the file gives an empty type, as exporters do for the inputs of subgraphs. */
export const typeMessage: Message<TypeDraft, Type | undefined> = {
  noun: 'type',
  numbered: false,
  deepest: 64,
  fields: {
    1: kindOf(tensorTypeMessage('tensor')),
    4: kindOf(containerMessage('sequence')),
    5: kindOf(containerMessage('map')),
    6: text((draft, value) => {
      draft.denotation = value;
    }),
    7: kindOf(opaqueMessage),
    8: kindOf(tensorTypeMessage('sparseTensor')),
    9: kindOf(containerMessage('optional')),
  },
  begin: () => ({ kind: undefined, denotation: '' }),
  finish: ({ kind, denotation }) => (kind === undefined || denotation === '' ? kind : { ...kind, denotation }),
  comesAgain: () => true,
  name: () => '',
};
