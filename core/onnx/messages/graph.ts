// The wire table of GraphProto, where the tables of nodes and attributes are tied to it.
import type { Graph, MetadataEntry, Node, SparseTensor, Tensor, TensorAnnotation, ValueInfo } from '../model.ts';
import { type Message, message, text } from '../wire/message.ts';
import { annotationMessage, entryMessage } from './metadata.ts';
import { nodeMessage } from './node.ts';
import { sparseTensorMessage, tensorMessage } from './tensor.ts';
import { valueMessage } from './value.ts';

interface GraphDraft {
  name: string;
  docString: string;
  readonly nodes: Node[];
  readonly initializers: Tensor[];
  readonly sparseInitializers: SparseTensor[];
  readonly inputs: ValueInfo[];
  readonly outputs: ValueInfo[];
  readonly values: ValueInfo[];
  readonly quantization: TensorAnnotation[];
  readonly metadata: MetadataEntry[];
}

/** The table of nodes, for the graph and for local functions. */
export const nodes = nodeMessage(() => graphMessage);

/** How deep graphs may stand inside each other: the main graph and 64 levels of subgraphs. */
export const deepestGraph = 65;

export const graphMessage: Message<GraphDraft, Graph> = {
  noun: 'graph',
  numbered: false,
  deepest: deepestGraph,
  fields: {
    1: message(
      () => nodes,
      (draft, node) => {
        draft.nodes.push(node);
      },
    ),
    2: text((draft, value) => {
      draft.name = value;
    }),
    5: message(
      () => tensorMessage,
      (draft, tensor) => {
        draft.initializers.push(tensor);
      },
    ),
    10: text((draft, value) => {
      draft.docString = value;
    }),
    11: message(
      () => valueMessage,
      (draft, value) => {
        draft.inputs.push(value);
      },
    ),
    12: message(
      () => valueMessage,
      (draft, value) => {
        draft.outputs.push(value);
      },
    ),
    13: message(
      () => valueMessage,
      (draft, value) => {
        draft.values.push(value);
      },
    ),
    14: message(
      () => annotationMessage,
      (draft, annotation) => {
        draft.quantization.push(annotation);
      },
    ),
    15: message(
      () => sparseTensorMessage,
      (draft, tensor) => {
        draft.sparseInitializers.push(tensor);
      },
    ),
    16: message(
      () => entryMessage,
      (draft, entry) => {
        draft.metadata.push(entry);
      },
    ),
  },
  begin: () => ({
    name: '',
    docString: '',
    nodes: [],
    initializers: [],
    sparseInitializers: [],
    inputs: [],
    outputs: [],
    values: [],
    quantization: [],
    metadata: [],
  }),
  finish: (draft) => draft,
  name: (draft) => draft.name,
};
