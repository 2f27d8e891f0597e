// An attribute's value as text that is the same for the same value: for telling structures apart, not for reading.
import { dataTypeName } from '#core/onnx/dataType.ts';
import type { Attribute, AttributeValue, Graph, Tensor } from '#core/onnx/model.ts';
import { decodeUtf8 } from '#core/onnx/utf8.ts';

/** Tensors count by type and shape, and by their bytes where those are held in memory; the values of others are not read. */
export function attributeKey(attribute: Attribute): string {
  return attribute.refAttrName === '' ? valueKey(attribute) : `= ${attribute.refAttrName}`;
}

function valueKey(attribute: AttributeValue): string {
  switch (attribute.type) {
    case 'float':
    case 'int':
      return String(attribute.value);
    case 'string':
      return decodeUtf8(attribute.value);
    case 'tensor':
      return tensorKey(attribute.value);
    case 'graph':
      return graphKey(attribute.value);
    case 'sparseTensor':
      return `sparse ${tensorKey(attribute.value.values)}`;
    case 'type':
      return JSON.stringify(attribute.value);
    case 'floats':
    case 'ints':
      return `[${attribute.value.join(', ')}]`;
    case 'strings':
      return `[${attribute.value.map((bytes) => decodeUtf8(bytes)).join(', ')}]`;
    case 'tensors':
      return attribute.value.map(tensorKey).join(', ');
    case 'graphs':
      return attribute.value.map(graphKey).join(', ');
    case 'sparseTensors':
      return attribute.value.map(({ values }) => `sparse ${tensorKey(values)}`).join(', ');
    case 'types':
      return JSON.stringify(attribute.value);
  }
}

/** `float32[64,3,7,7]`. */
export function tensorKey({ dataType, dims, data }: Tensor): string {
  const small = data.kind === 'memory' && data.bytes.length <= 64 ? ` ${data.bytes.join(' ')}` : '';
  return `${dataTypeName(dataType)}[${dims.join(',')}]${small}`;
}

function graphKey({ nodes, inputs, outputs }: Graph): string {
  const inner = nodes.map(
    ({ opType, attributes }) =>
      `${opType}(${attributes.map((each) => `${each.name}=${attributeKey(each)}`).join(', ')})`,
  );
  return `${inputs.length} → ${inner.join(' ')} → ${outputs.length}`;
}
