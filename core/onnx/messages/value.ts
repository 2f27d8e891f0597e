// The wire table of ValueInfoProto: the name and type of a value.
import type { MetadataEntry, Type, ValueInfo } from '../model.ts';
import { append, none } from '../wire/list.ts';
import { type Message, message, text } from '../wire/message.ts';
import { entryMessage } from './metadata.ts';
import { typeMessage } from './type.ts';

interface ValueDraft {
  name: string;
  type: Type | undefined;
  docString: string;
  metadata: readonly MetadataEntry[];
}

export const valueMessage: Message<ValueDraft, ValueInfo> = {
  noun: 'value',
  numbered: true,
  fields: {
    1: text((draft, value) => {
      draft.name = value;
    }),
    2: message(
      () => typeMessage,
      (draft, type) => {
        draft.type = type;
      },
    ),
    3: text((draft, value) => {
      draft.docString = value;
    }),
    4: message(
      () => entryMessage,
      (draft, entry) => {
        draft.metadata = append(draft.metadata, entry);
      },
    ),
  },
  begin: () => ({ name: '', type: undefined, docString: '', metadata: none }),
  finish: (draft) => draft,
  name: (draft) => draft.name,
};
