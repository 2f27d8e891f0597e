// Encodes ModelProto and FunctionProto.
import type { LocalFunction } from '../model.ts';
import { putMessage, putMessages, putNonEmpty, putNonZero, putNumber, putText, type Sink } from '../wire/sink.ts';
import { type GraphWriter, graphWriter, putUnread } from './graph.ts';
import type { Layout } from './layout.ts';
import { putEntry, putOpset } from './metadata.ts';
import { putValue } from './type.ts';

/** The way to write the model of that layout. */
export function modelWriter(layout: Layout): (sink: Sink) => void {
  const graphs = graphWriter(layout);
  const putFunction = functionWriter(graphs);
  const { model } = layout;
  return (sink) => {
    putNumber(sink, 1, model.irVersion);
    putNonEmpty(sink, 2, model.producerName);
    putNonEmpty(sink, 3, model.producerVersion);
    putNonEmpty(sink, 4, model.domain);
    putNonZero(sink, 5, model.modelVersion);
    putNonEmpty(sink, 6, model.docString);
    putMessage(sink, 7, model.graph, graphs.putGraph);
    putMessages(sink, 8, model.opsets, putOpset);
    putMessages(sink, 14, model.metadata, putEntry);
    putMessages(sink, 25, model.functions, putFunction);
    putUnread(sink, layout, model.unread ?? []);
  };
}

function functionWriter({ putNode, putAttribute }: GraphWriter): (sink: Sink, item: LocalFunction) => void {
  return (sink, item) => {
    putNonEmpty(sink, 1, item.name);
    putTexts(sink, 4, item.inputs);
    putTexts(sink, 5, item.outputs);
    putTexts(sink, 6, item.attributes);
    putMessages(sink, 7, item.nodes, putNode);
    putNonEmpty(sink, 8, item.docString);
    putMessages(sink, 9, item.opsets, putOpset);
    putNonEmpty(sink, 10, item.domain);
    putMessages(sink, 11, item.attributeDefaults, putAttribute);
    putMessages(sink, 12, item.values, putValue);
    putNonEmpty(sink, 13, item.overload);
    putMessages(sink, 14, item.metadata, putEntry);
  };
}

function putTexts(sink: Sink, field: number, texts: readonly string[]): void {
  for (const text of texts) {
    putText(sink, field, text);
  }
}
