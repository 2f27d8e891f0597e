// Encodes GraphProto, NodeProto and AttributeProto, which contain each other.
import { attributeKinds } from '../messages/attributeKinds.ts';
import type { Attribute, FieldPiece, Graph, Node } from '../model.ts';
import { pieceChunks } from '../tensorChunks.ts';
import {
  putBytes,
  putFloat,
  putMessage,
  putMessages,
  putNonEmpty,
  putNumber,
  putText,
  type Sink,
} from '../wire/sink.ts';
import type { Layout } from './layout.ts';
import { putAnnotation, putEntry } from './metadata.ts';
import { sparseTensorWriter, tensorWriter } from './tensor.ts';
import { putType, putValue } from './type.ts';

type AttributeList = Extract<Attribute, { readonly type: `${string}s` }>;

export interface GraphWriter {
  readonly putGraph: (sink: Sink, graph: Graph) => void;
  readonly putNode: (sink: Sink, node: Node) => void;
  readonly putAttribute: (sink: Sink, attribute: Attribute) => void;
}

/** The ways to write graphs, nodes and attributes of that layout. */
export function graphWriter(layout: Layout): GraphWriter {
  const putTensor = tensorWriter(layout);
  const putSparseTensor = sparseTensorWriter(layout);

  function putGraph(sink: Sink, graph: Graph): void {
    putMessages(sink, 1, graph.nodes, putNode);
    putNonEmpty(sink, 2, graph.name);
    putMessages(sink, 5, graph.initializers, putTensor);
    putNonEmpty(sink, 10, graph.docString);
    putMessages(sink, 11, graph.inputs, putValue);
    putMessages(sink, 12, graph.outputs, putValue);
    putMessages(sink, 13, graph.values, putValue);
    putMessages(sink, 14, graph.quantization, putAnnotation);
    putMessages(sink, 15, graph.sparseInitializers, putSparseTensor);
    putMessages(sink, 16, graph.metadata, putEntry);
  }

  function putNode(sink: Sink, node: Node): void {
    for (const input of node.inputs) {
      putText(sink, 1, input);
    }
    for (const output of node.outputs) {
      putText(sink, 2, output);
    }
    putNonEmpty(sink, 3, node.name);
    putNonEmpty(sink, 4, node.opType);
    putMessages(sink, 5, node.attributes, putAttribute);
    putNonEmpty(sink, 6, node.docString);
    putNonEmpty(sink, 7, node.domain);
    putNonEmpty(sink, 8, node.overload);
    putMessages(sink, 9, node.metadata, putEntry);
    putUnread(sink, layout, node.unread ?? []);
  }

  function putAttribute(sink: Sink, attribute: Attribute): void {
    putNonEmpty(sink, 1, attribute.name);
    if (attribute.refAttrName === '') {
      putAttributeValue(sink, attribute);
    }
    putNonEmpty(sink, 13, attribute.docString);
    putNumber(sink, 20, attributeKinds[attribute.type]);
    putNonEmpty(sink, 21, attribute.refAttrName);
  }

  function putAttributeValue(sink: Sink, attribute: Attribute): void {
    switch (attribute.type) {
      case 'float':
        putFloat(sink, 2, attribute.value);
        break;
      case 'int':
        putNumber(sink, 3, attribute.value);
        break;
      case 'string':
        putBytes(sink, 4, attribute.value);
        break;
      case 'tensor':
        putMessage(sink, 5, attribute.value, putTensor);
        break;
      case 'graph':
        putMessage(sink, 6, attribute.value, putGraph);
        break;
      case 'type':
        putMessage(sink, 14, attribute.value, putType);
        break;
      case 'sparseTensor':
        putMessage(sink, 22, attribute.value, putSparseTensor);
        break;
      default:
        putList(sink, attribute);
    }
  }

  function putList(sink: Sink, attribute: AttributeList): void {
    switch (attribute.type) {
      case 'floats':
        for (const item of attribute.value) {
          putFloat(sink, 7, item);
        }
        break;
      case 'ints':
        for (const item of attribute.value) {
          putNumber(sink, 8, item);
        }
        break;
      case 'strings':
        for (const item of attribute.value) {
          putBytes(sink, 9, item);
        }
        break;
      case 'tensors':
        putMessages(sink, 10, attribute.value, putTensor);
        break;
      case 'graphs':
        putMessages(sink, 11, attribute.value, putGraph);
        break;
      case 'types':
        putMessages(sink, 15, attribute.value, putType);
        break;
      case 'sparseTensors':
        putMessages(sink, 23, attribute.value, putSparseTensor);
        break;
    }
  }

  return { putGraph, putNode, putAttribute };
}

/** Fields that Lathe does not interpret, as they stood. */
export function putUnread(sink: Sink, layout: Layout, pieces: readonly FieldPiece[]): void {
  for (const piece of pieces) {
    sink.later(piece.length, () => pieceChunks(layout.model.source, [piece]));
  }
}
