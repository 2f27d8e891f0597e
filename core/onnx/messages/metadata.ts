// The wire tables of StringStringEntryProto, OperatorSetIdProto and TensorAnnotation.
import type { MetadataEntry, OpsetImport, TensorAnnotation } from '../model.ts';
import { type Message, message, number, text } from '../wire/message.ts';

interface EntryDraft {
  key: string;
  value: string;
}

export const entryMessage: Message<EntryDraft, MetadataEntry> = {
  noun: 'metadata entry',
  numbered: true,
  fields: {
    1: text((draft, value) => {
      draft.key = value;
    }),
    2: text((draft, value) => {
      draft.value = value;
    }),
  },
  begin: () => ({ key: '', value: '' }),
  finish: (draft) => draft,
  name: (draft) => draft.key,
};

interface OpsetDraft {
  domain: string;
  version: number;
}

export const opsetMessage: Message<OpsetDraft, OpsetImport> = {
  noun: 'opset import',
  numbered: true,
  fields: {
    1: text((draft, value) => {
      draft.domain = standardDomain(value);
    }),
    2: number((draft, value) => {
      draft.version = value;
    }),
  },
  begin: () => ({ domain: '', version: 0 }),
  finish: (draft) => draft,
  name: (draft) => draft.domain,
};

/** The standard operators have two names in files and one in Lathe. */
export function standardDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

interface AnnotationDraft {
  tensorName: string;
  parameters: MetadataEntry[];
}

export const annotationMessage: Message<AnnotationDraft, TensorAnnotation> = {
  noun: 'quantization annotation',
  numbered: true,
  fields: {
    1: text((draft, value) => {
      draft.tensorName = value;
    }),
    2: message(
      () => entryMessage,
      (draft, entry) => {
        draft.parameters.push(entry);
      },
    ),
  },
  begin: () => ({ tensorName: '', parameters: [] }),
  finish: (draft) => draft,
  name: (draft) => draft.tensorName,
};
