// The wire table of FunctionProto.
import type { Attribute, LocalFunction, MetadataEntry, Node, OpsetImport, ValueInfo } from '../model.ts';
import { type Message, message, text } from '../wire/message.ts';
import { attributeMessage } from './attribute.ts';
import { graphMessage, nodes } from './graph.ts';
import { entryMessage, opsetMessage, standardDomain } from './metadata.ts';
import { valueMessage } from './value.ts';

interface FunctionDraft {
  name: string;
  domain: string;
  overload: string;
  docString: string;
  readonly inputs: string[];
  readonly outputs: string[];
  readonly attributes: string[];
  readonly attributeDefaults: Attribute[];
  readonly nodes: Node[];
  readonly opsets: OpsetImport[];
  readonly values: ValueInfo[];
  readonly metadata: MetadataEntry[];
}

const attribute = attributeMessage(() => graphMessage);

export const functionMessage: Message<FunctionDraft, LocalFunction> = {
  noun: 'function',
  numbered: true,
  fields: {
    1: text((draft, value) => {
      draft.name = value;
    }),
    4: text((draft, value) => {
      draft.inputs.push(value);
    }),
    5: text((draft, value) => {
      draft.outputs.push(value);
    }),
    6: text((draft, value) => {
      draft.attributes.push(value);
    }),
    7: message(
      () => nodes,
      (draft, node) => {
        draft.nodes.push(node);
      },
    ),
    8: text((draft, value) => {
      draft.docString = value;
    }),
    9: message(
      () => opsetMessage,
      (draft, opset) => {
        draft.opsets.push(opset);
      },
    ),
    10: text((draft, value) => {
      draft.domain = standardDomain(value);
    }),
    11: message(
      () => attribute,
      (draft, value) => {
        draft.attributeDefaults.push(value);
      },
    ),
    12: message(
      () => valueMessage,
      (draft, value) => {
        draft.values.push(value);
      },
    ),
    13: text((draft, value) => {
      draft.overload = value;
    }),
    14: message(
      () => entryMessage,
      (draft, entry) => {
        draft.metadata.push(entry);
      },
    ),
  },
  begin: () => ({
    name: '',
    domain: '',
    overload: '',
    docString: '',
    inputs: [],
    outputs: [],
    attributes: [],
    attributeDefaults: [],
    nodes: [],
    opsets: [],
    values: [],
    metadata: [],
  }),
  finish: (draft) => draft,
  name: (draft) => draft.name,
};
