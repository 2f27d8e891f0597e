// Encodes StringStringEntryProto, OperatorSetIdProto and TensorAnnotation.
import type { MetadataEntry, OpsetImport, TensorAnnotation } from '../model.ts';
import { putMessages, putNonEmpty, putNumber, putText, type Sink } from '../wire/sink.ts';

export function putEntry(sink: Sink, entry: MetadataEntry): void {
  putText(sink, 1, entry.key);
  putText(sink, 2, entry.value);
}

export function putOpset(sink: Sink, opset: OpsetImport): void {
  putNonEmpty(sink, 1, opset.domain);
  putNumber(sink, 2, opset.version);
}

export function putAnnotation(sink: Sink, annotation: TensorAnnotation): void {
  putNonEmpty(sink, 1, annotation.tensorName);
  putMessages(sink, 2, annotation.parameters, putEntry);
}
