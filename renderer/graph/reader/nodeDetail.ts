// What is known of one item: its operator, attributes, and every input and output by the operator's own names.
import { nodeCost } from '#core/graph/flops.ts';
import { nodeName } from '#core/graph/graphIndex.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { elementCount } from '#core/onnx/elementCount.ts';
import type { Attribute } from '#core/onnx/model.ts';
import type { OperatorSchema } from '#core/onnx/operatorTable.ts';
import { tensorByteLength } from '#core/onnx/tensor.ts';
import type { AttributeDetail, NodeDetail, PortDetail } from '../detail.ts';
import { attributeText, isDefault } from './attributeText.ts';
import type { BuiltScene } from './buildScene.ts';
import { constantText, isTold, parameterName, schemaOf } from './describeCard.ts';
import { elementsText } from './elementsText.ts';
import { type Home, type TypeOf, typesOf } from './home.ts';
import { linkTo, producerOf, readersOf } from './links.ts';
import { makerOutside, takenInside } from './outside.ts';
import { insideOf, partName } from './scope.ts';
import { dynamicDimensions } from './sizedShapes.ts';
import { roleOf } from './tensorDetail.ts';
import { typeLabel } from './typeText.ts';

const longestList = 64;

export async function nodeDetail(
  built: BuiltScene,
  home: Home,
  { shapes, sized }: { readonly shapes: ShapeTable | undefined; readonly sized: ShapeTable | undefined },
  item: number,
): Promise<NodeDetail> {
  const typeOf = typesOf(built.open, shapes);
  const words = built.words(item);
  const ref = built.scene.refs[item] ?? 0;
  const node = words.kind === 'operator' ? built.open.graph.nodes[ref] : undefined;
  if (!node) return portItem(built, home, typeOf, item);
  const schema = schemaOf(built.open, node);
  const inside = insideOf(home.model, node, ref);
  const cost = sized && nodeCost(node, built.index, sized, built.open.path);
  const weights = node.inputs.flatMap((value) => {
    const constant = built.items.constant(value);
    return constant?.kind === 'tensor' ? [constant.tensor] : [];
  });
  return {
    kind: 'node',
    item,
    name: nodeName(node),
    operator: node.opType,
    domain: node.domain,
    family: words.family,
    since: schema?.since ?? null,
    deprecated: schema?.deprecated ?? false,
    doc: node.docString,
    attributes: node.attributes.map((attribute) => attributeDetail(attribute, schema)),
    inputs: await Promise.all(
      node.inputs.map((value, place) => inputDetail(built, home, typeOf, value, parameterName(schema?.inputs, place))),
    ),
    outputs: node.outputs.map((value, place) =>
      outputDetail(built, typeOf, value, parameterName(schema?.outputs, place)),
    ),
    taken: inside.length > 0 ? takenInside(built, typeOf, node, ref) : [],
    inside: inside.map((step) => ({ step, label: partName(node, step) })),
    // The work of a body is not the node's own.
    macs: inside.length > 0 ? null : (cost?.macs ?? null),
    takenAsOne: dynamicDimensions(home),
    fused: cost?.fused ?? true,
    parameters: weights.reduce((sum, { dims }) => sum + elementCount(dims), 0),
    weightBytes: weights.reduce((sum, tensor) => sum + tensorByteLength(tensor), 0),
    outputBytes: cost?.outputBytes ?? null,
    metadata: node.metadata.map(({ key, value }) => [key, value] as const),
  };
}

/** An input or output of the graph, in the same form. */
function portItem(built: BuiltScene, { model }: Home, typeOf: TypeOf, item: number): NodeDetail {
  const { kind, name, title, family } = built.words(item);
  const info = [...built.open.graph.inputs, ...built.open.graph.outputs].find((port) => port.name === name);
  const producer = producerOf(built, name);
  const made = kind === 'output' && producer !== undefined ? [linkTo(built, producer)] : [];
  const isOutside = kind === 'input' && roleOf(built, name) === 'outside';
  const outside = isOutside ? makerOutside(model, built.open.scope, name) : undefined;
  const port = { label: name, value: name, type: typeLabel(typeOf(name)), text: '' };
  return {
    kind: 'node',
    item,
    name,
    operator: title,
    domain: '',
    family,
    since: null,
    deprecated: false,
    doc: info?.docString ?? '',
    attributes: [],
    inputs:
      kind === 'output'
        ? [{ ...port, from: roleOf(built, name), links: made }]
        : outside
          ? [{ ...port, from: 'outside', links: [outside] }]
          : [],
    outputs:
      kind === 'input' ? [{ ...port, from: 'node', links: readersOf(built, name).map((at) => linkTo(built, at)) }] : [],
    taken: [],
    inside: [],
    macs: null,
    takenAsOne: [],
    fused: true,
    parameters: 0,
    weightBytes: 0,
    outputBytes: null,
    metadata: (info?.metadata ?? []).map(({ key, value }) => [key, value] as const),
  };
}

function attributeDetail(attribute: Attribute, schema: OperatorSchema | undefined): AttributeDetail {
  const text = attribute.refAttrName === '' ? attributeText(attribute, longestList) : `@${attribute.refAttrName}`;
  return { name: attribute.name, type: attribute.type, text, usual: isDefault(attribute, schema) };
}

async function inputDetail(
  built: BuiltScene,
  home: Home,
  typeOf: TypeOf,
  value: string,
  label: string,
): Promise<PortDetail> {
  const from = roleOf(built, value);
  const constant = built.items.constant(value);
  const producer = producerOf(built, value);
  const told = constant?.kind === 'tensor' && isTold(constant);
  return {
    label,
    value,
    type: from === 'absent' ? '' : typeLabel(typeOf(value)),
    from,
    text: told ? await elementsText(constant.tensor, home).catch(() => '') : constant ? constantText(constant) : '',
    links: producer === undefined || constant ? [] : [linkTo(built, producer)],
  };
}

function outputDetail(built: BuiltScene, typeOf: TypeOf, value: string, label: string): PortDetail {
  const links = value === '' ? [] : readersOf(built, value).map((item) => linkTo(built, item));
  const from = value === '' ? 'absent' : 'node';
  return { label, value, type: value === '' ? '' : typeLabel(typeOf(value)), from, text: '', links };
}
