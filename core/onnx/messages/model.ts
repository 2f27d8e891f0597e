// The wire table of ModelProto.
import { exportAgain, OnnxError } from '../error.ts';
import type { Graph, LocalFunction, MetadataEntry, Model, OpsetImport } from '../model.ts';
import { type Message, message, number, type Range, text } from '../wire/message.ts';
import { graphMessage } from './graph.ts';
import { functionMessage } from './localFunction.ts';
import { entryMessage, opsetMessage } from './metadata.ts';

interface ModelDraft {
  irVersion: number;
  producerName: string;
  producerVersion: string;
  domain: string;
  modelVersion: number;
  docString: string;
  readonly opsets: OpsetImport[];
  graph: Graph | undefined;
  readonly functions: LocalFunction[];
  readonly metadata: MetadataEntry[];
  readonly unread: Range[];
}

export const modelMessage: Message<ModelDraft, Omit<Model, 'source'>> = {
  noun: 'model',
  numbered: false,
  fields: {
    1: number((draft, value) => {
      draft.irVersion = value;
    }),
    2: text((draft, value) => {
      draft.producerName = value;
    }),
    3: text((draft, value) => {
      draft.producerVersion = value;
    }),
    4: text((draft, value) => {
      draft.domain = value;
    }),
    5: number((draft, value) => {
      draft.modelVersion = value;
    }),
    6: text((draft, value) => {
      draft.docString = value;
    }),
    7: message(
      () => graphMessage,
      (draft, graph) => {
        if (draft.graph !== undefined) {
          throw new OnnxError('The file has two main graphs', exportAgain);
        }
        draft.graph = graph;
      },
    ),
    8: message(
      () => opsetMessage,
      (draft, opset) => {
        draft.opsets.push(opset);
      },
    ),
    14: message(
      () => entryMessage,
      (draft, entry) => {
        draft.metadata.push(entry);
      },
    ),
    25: message(
      () => functionMessage,
      (draft, value) => {
        draft.functions.push(value);
      },
    ),
  },
  begin: () => ({
    irVersion: 0,
    producerName: '',
    producerVersion: '',
    domain: '',
    modelVersion: 0,
    docString: '',
    opsets: [],
    graph: undefined,
    functions: [],
    metadata: [],
    unread: [],
  }),
  finish: ({ unread, graph, ...draft }) => {
    if (graph === undefined) {
      throw new OnnxError(
        'The file is not an ONNX model: it has no graph',
        'Open a file that was exported as ONNX (.onnx).',
      );
    }
    return { ...draft, graph, ...(unread.length === 0 ? {} : { unread }) };
  },
  name: () => '',
  unread: (draft, range) => {
    draft.unread.push(range);
  },
};
