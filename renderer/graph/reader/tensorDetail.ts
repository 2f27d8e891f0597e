// What is known of one tensor of a scope: its type, its place, who makes it and who reads it.
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { byteLength, dataTypeName } from '#core/onnx/dataType.ts';
import { elementCount } from '#core/onnx/elementCount.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { Tensor, Type } from '#core/onnx/model.ts';
import { tensorByteLength } from '#core/onnx/tensor.ts';
import type { PortDetail, TensorDetail } from '../detail.ts';
import type { BuiltScene } from './buildScene.ts';
import { constantText, isTold } from './describeCard.ts';
import { elementsText } from './elementsText.ts';
import { type Home, typesOf } from './home.ts';
import { linkTo, producerOf, readersOf } from './links.ts';
import { typeLabel, weightShape } from './typeText.ts';

/** The weight or constant of that name. Throws OnnxError where the file holds none. */
export function findTensor({ items }: BuiltScene, value: string): Tensor {
  const constant = items.constant(value);
  if (constant?.kind === 'tensor') return constant.tensor;
  throw new OnnxError(
    `The file holds no elements of '${value}'`,
    'Select a weight: what a node computes exists only while the model runs.',
  );
}

export function roleOf({ items, index, scene }: BuiltScene, value: string): PortDetail['from'] {
  if (value === '') return 'absent';
  const constant = items.constant(value);
  if (constant) return constant.kind === 'tensor' && !isTold(constant) ? 'weight' : 'constant';
  if (index.producer(value) !== undefined) return 'node';
  return (items.inputItem.get(value) ?? -1) < index.inputs.length && scene.count > 0 ? 'input' : 'outside';
}

export async function tensorDetail(
  built: BuiltScene,
  home: Home,
  shapes: ShapeTable | undefined,
  value: string,
): Promise<TensorDetail> {
  const constant = built.items.constant(value);
  const tensor = constant?.kind === 'tensor' ? constant.tensor : undefined;
  const type = typesOf(built.open, shapes)(value);
  const producer = producerOf(built, value);
  return {
    kind: 'tensor',
    name: value,
    type: tensor ? `${dataTypeName(tensor.dataType)} ${weightShape(tensor.dims)}` : typeLabel(type),
    bytes: tensor ? tensorByteLength(tensor) : staticBytes(type),
    elements: tensor ? elementCount(tensor.dims) : staticCount(type),
    role: roleOf(built, value),
    place: tensor ? placeText(tensor) : '',
    text:
      tensor && constant && isTold(constant)
        ? await elementsText(tensor, home)
        : constant
          ? constantText(constant)
          : '',
    producer: producer === undefined ? null : linkTo(built, producer),
    readers: readersOf(built, value).map((item) => linkTo(built, item)),
    stored: tensor !== undefined,
    metadata: (tensor?.metadata ?? []).map(({ key, value: text }) => [key, text] as const),
  };
}

function placeText({ data }: Tensor): string {
  switch (data.kind) {
    case 'file':
      return `in the model, from byte ${data.offset}`;
    case 'external':
      return `${data.location}, from byte ${data.offset}`;
    default:
      return 'in the model';
  }
}

function staticCount(type: Type | undefined): number | null {
  if (type?.kind !== 'tensor' || !type.shape) return null;
  const dims = type.shape.filter((dimension) => typeof dimension === 'number');
  return dims.length === type.shape.length ? elementCount(dims) : null;
}

function staticBytes(type: Type | undefined): number | null {
  const count = staticCount(type);
  return count === null || type?.kind !== 'tensor' || type.elementType === 0
    ? null
    : byteLength(type.elementType, count);
}
