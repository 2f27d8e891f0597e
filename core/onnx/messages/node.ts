// The wire table of NodeProto.
import type { Attribute, Graph, MetadataEntry, Node } from '../model.ts';
import { append, none } from '../wire/list.ts';
import { type Message, message, type Range, text } from '../wire/message.ts';
import { attributeMessage } from './attribute.ts';
import { entryMessage, standardDomain } from './metadata.ts';

export interface NodeDraft {
  name: string;
  opType: string;
  domain: string;
  overload: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: readonly Attribute[];
  docString: string;
  metadata: readonly MetadataEntry[];
  unread?: readonly Range[];
}

/** @param graph the table of graphs, which contain nodes in turn. */
export function nodeMessage(graph: () => Message<unknown, Graph>): Message<NodeDraft, Node> {
  const attribute = attributeMessage(graph);
  return {
    noun: 'node',
    numbered: true,
    fields: {
      1: text((draft, value) => {
        draft.inputs = append(draft.inputs, value);
      }),
      2: text((draft, value) => {
        draft.outputs = append(draft.outputs, value);
      }),
      3: text((draft, value) => {
        draft.name = value;
      }),
      4: text((draft, value) => {
        draft.opType = value;
      }),
      5: message(
        () => attribute,
        (draft, value) => {
          draft.attributes = append(draft.attributes, value);
        },
      ),
      6: text((draft, value) => {
        draft.docString = value;
      }),
      7: text((draft, value) => {
        draft.domain = standardDomain(value);
      }),
      8: text((draft, value) => {
        draft.overload = value;
      }),
      9: message(
        () => entryMessage,
        (draft, entry) => {
          draft.metadata = append(draft.metadata, entry);
        },
      ),
    },
    begin: () => ({
      name: '',
      opType: '',
      domain: '',
      overload: '',
      inputs: none,
      outputs: none,
      attributes: none,
      docString: '',
      metadata: none,
    }),
    finish: (draft) => draft,
    name: (draft) => draft.name,
    unread: (draft, range) => {
      draft.unread = append(draft.unread ?? none, range);
    },
  };
}
