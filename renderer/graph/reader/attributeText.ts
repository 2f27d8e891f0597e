// Attributes in few words: `kernel 3×3`, `stride 2`, `axis 1`; those that say nothing new are left out.
import { dataTypeName } from '#core/onnx/dataType.ts';
import type { Attribute, Node } from '#core/onnx/model.ts';
import type { OperatorSchema } from '#core/onnx/operatorTable.ts';
import { decodeUtf8 } from '#core/onnx/utf8.ts';
import { weightShape } from './typeText.ts';

const shortNames: Readonly<Record<string, string>> = {
  kernel_shape: 'kernel',
  strides: 'stride',
  pads: 'pad',
  dilations: 'dilation',
  epsilon: 'ε',
  num_groups: 'groups',
  output_padding: 'output pad',
};

/** Attributes whose entries are one a spatial axis; with equal entries one is enough. */
const perAxis = new Set(['strides', 'dilations', 'pads', 'output_padding']);

/** Left out where all entries have this value, whatever the schema says of a default. */
const usual: Readonly<Record<string, bigint>> = { strides: 1n, dilations: 1n, pads: 0n, output_padding: 0n };

/** One short text for each attribute that is worth a place on the card, as label and value. */
export function keyAttributes(node: Node, schema: OperatorSchema | undefined): readonly (readonly [string, string])[] {
  return node.attributes.flatMap((attribute): (readonly [string, string])[] => {
    if (attribute.refAttrName !== '') return [[attribute.name, `@${attribute.refAttrName}`]];
    const value = attribute.type === 'ints' ? usual[attribute.name] : undefined;
    if (attribute.type === 'ints' && value !== undefined && attribute.value.every((each) => each === value)) return [];
    if (isDefault(attribute, schema)) return [];
    const text = attributeText(attribute);
    return text === '' ? [] : [[shortNames[attribute.name] ?? attribute.name.replaceAll('_', ' '), text]];
  });
}

/** A value in full but for what only a viewer of its own can show; '' for graphs. */
export function attributeText(attribute: Attribute, most = 8): string {
  switch (attribute.type) {
    case 'int':
      return attribute.name === 'to' ? dataTypeName(Number(attribute.value)) : String(attribute.value);
    case 'float':
      return numberText(attribute.value);
    case 'string':
      return decodeUtf8(attribute.value);
    case 'ints':
      return intsText(attribute.name, Array.from(attribute.value), most);
    case 'floats':
      return listText(Array.from(attribute.value, numberText), most);
    case 'strings':
      return listText(
        attribute.value.map((bytes) => decodeUtf8(bytes)),
        most,
      );
    case 'tensor':
      return `${dataTypeName(attribute.value.dataType)} ${weightShape(attribute.value.dims)}`;
    case 'sparseTensor':
      return `sparse ${weightShape(attribute.value.dims)}`;
    case 'graph':
    case 'graphs':
      return '';
    default:
      return attribute.type;
  }
}

function intsText(name: string, values: readonly bigint[], most: number): string {
  if (name === 'kernel_shape') return values.join('×');
  if (perAxis.has(name) && new Set(values).size === 1) return String(values[0]);
  return listText(values.map(String), most);
}

function listText(values: readonly string[], most: number): string {
  return values.length > most ? `${values.slice(0, most).join(', ')}, …` : values.join(', ');
}

/** Seven significant digits carry a float32; trailing noise does not. */
export function numberText(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(7))) : String(value);
}

export function isDefault(attribute: Attribute, schema: OperatorSchema | undefined): boolean {
  const fallback = schema?.attributes.find(({ name }) => name === attribute.name)?.fallback;
  if (fallback === undefined) return false;
  switch (attribute.type) {
    case 'int':
      return Number(attribute.value) === fallback;
    case 'float':
      return typeof fallback === 'number' && Math.fround(fallback) === Math.fround(attribute.value);
    case 'string':
      return decodeUtf8(attribute.value) === fallback;
    case 'ints':
    case 'floats':
      return Array.isArray(fallback) && Array.from(attribute.value, Number).join() === fallback.join();
    default:
      return false;
  }
}
