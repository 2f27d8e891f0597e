// The words on a card: what a node is, the weights and constants it holds, and the attributes that matter.
import { nodeName } from '#core/graph/graphIndex.ts';
import { bitsPerElement, DataType } from '#core/onnx/dataType.ts';
import { elementCount } from '#core/onnx/elementCount.ts';
import type { Graph, Node, Type, ValueInfo } from '#core/onnx/model.ts';
import { operatorFamily } from '#core/onnx/operatorFamily.ts';
import { operatorSchema } from '#core/onnx/operators.ts';
import type { OperatorSchema } from '#core/onnx/operatorTable.ts';
import { type Cell, type ItemKind, itemKinds } from '../scene.ts';
import { attributeText, keyAttributes } from './attributeText.ts';
import type { Constant, Items } from './items.ts';
import { insideOf, type OpenScope, partName } from './scope.ts';
import { typeLabel, weightShape } from './typeText.ts';

export interface CardWords {
  readonly kind: ItemKind;
  readonly title: string;
  readonly name: string;
  readonly family: ReturnType<typeof operatorFamily>;
  readonly cells: readonly Cell[];
  /** The values that leave the card, by port; '' where an optional output is absent. */
  readonly outputs: readonly string[];
  /** What the ways into the graphs that the node holds are called. */
  readonly inside: readonly string[];
}

const mostCells = 8;
/** A constant of so many whole numbers is told in full. */
const mostElements = 6;
const { uint8, int8, uint16, int16, int32, int64, bool, uint32, uint64, uint4, int4 } = DataType;
const wholeTypes = new Set<number>([uint8, int8, uint16, int16, int32, int64, bool, uint32, uint64, uint4, int4]);

export function describeCard(open: OpenScope, items: Items, item: number): CardWords {
  const kind = itemKinds[items.kinds[item] ?? 0] ?? 'operator';
  const ref = items.refs[item] ?? 0;
  const port = { kind, family: 'other', inside: [] } as const;
  if (kind === 'input') {
    const name = items.inputs[ref] ?? '';
    const title = portsByName(open.graph.inputs).has(name) ? 'Input' : 'From outside';
    return { ...port, title, name, cells: portCells(open.graph.inputs, name), outputs: [name] };
  }
  if (kind === 'output') {
    const name = open.graph.outputs[ref]?.name ?? '';
    return { ...port, title: 'Output', name, cells: portCells(open.graph.outputs, name), outputs: [] };
  }
  const node = open.graph.nodes[ref];
  if (!node) return { ...port, title: '', name: '', cells: [], outputs: [] };
  const schema = schemaOf(open, node);
  const cells = [...constantCells(node, schema, items), ...attributeCells(node, schema)].slice(0, mostCells);
  return {
    kind,
    title: node.opType,
    name: displayName(node),
    family: operatorFamily(node.opType, node.domain),
    cells,
    outputs: node.outputs,
    inside: insideOf(open.model, node, ref).map((step) => partName(node, step)),
  };
}

/** Found once for each operator of a model: there are a few dozen of them, and up to a million nodes. */
const knownSchemas = new WeakMap<object, Map<string, OperatorSchema | undefined>>();

export function schemaOf({ opsets }: Pick<OpenScope, 'opsets'>, node: Node): OperatorSchema | undefined {
  const known = knownSchemas.get(opsets) ?? new Map<string, OperatorSchema | undefined>();
  knownSchemas.set(opsets, known);
  const key = node.domain === '' ? node.opType : `${node.domain} ${node.opType}`;
  const found = known.get(key);
  if (found || known.has(key)) return found;
  const version = opsets.find(({ domain }) => domain === node.domain)?.version;
  const schema = version === undefined ? undefined : operatorSchema(node.domain, node.opType, version);
  known.set(key, schema);
  return schema;
}

/** The schema's name of an input or output; a variadic one goes on by number. */
export function parameterName(parameters: OperatorSchema['inputs'] | undefined, place: number): string {
  const parameter = parameters?.[place] ?? parameters?.at(-1);
  if (!parameter) return '';
  const repeats = parameter.kind === 'variadic';
  return repeats
    ? `${parameter.name} ${place - (parameters?.length ?? 1) + 2}`
    : place < (parameters?.length ?? 0)
      ? parameter.name
      : '';
}

/** The node's name without the operator that exporters hang on its end: that stands beside it already. */
export function displayName(node: Node): string {
  if (node.name === '') return '';
  const name = nodeName(node);
  const slash = name.lastIndexOf('/');
  if (slash <= 0) return name;
  const operator = wordLetters(node.opType);
  if (!name.startsWith(operator, slash + 1)) return name;
  const rest = name.slice(slash + 1 + operator.length);
  return rest === '' || /^_\d+$/.test(rest) ? name.slice(0, slash) : name;
}

function wordLetters(opType: string): string {
  return /\W/.test(opType) ? opType.replace(/\W/g, '') : opType;
}

const knownPorts = new WeakMap<Graph['inputs'], ReadonlyMap<string, ValueInfo>>();

/** A graph may have thousands of inputs, each with a card; of two with one name the first counts. */
function portsByName(ports: Graph['inputs']): ReadonlyMap<string, ValueInfo> {
  const known = knownPorts.get(ports) ?? new Map(ports.toReversed().map((port) => [port.name, port]));
  knownPorts.set(ports, known);
  return known;
}

function portCells(ports: Graph['inputs'], name: string): readonly Cell[] {
  const type: Type | undefined = portsByName(ports).get(name)?.type;
  return type ? [{ label: '', text: typeLabel(type), value: name }] : [];
}

function constantCells(node: Node, schema: OperatorSchema | undefined, items: Items): readonly Cell[] {
  const cells: Cell[] = [];
  node.inputs.forEach((value, place) => {
    const constant = value === '' ? undefined : items.constant(value);
    if (!constant) return;
    const label = parameterName(schema?.inputs, place) || `input ${place + 1}`;
    const text = constantText(constant);
    cells.push(isTold(constant) ? { label, text, value, letters: lettersOf(constant) } : { label, text, value });
  });
  return cells;
}

export function constantText(constant: Constant): string {
  switch (constant.kind) {
    case 'sparse':
      return `sparse ${weightShape(constant.dims)}`;
    case 'attribute': {
      const [attribute] = constant.node.attributes;
      return attribute ? attributeText(attribute) : '';
    }
    case 'tensor':
      return weightShape(constant.tensor.dims);
  }
}

/** Whether a constant's elements are few enough to stand on the card in place of its shape. */
export function isTold(constant: Constant): boolean {
  if (constant.kind !== 'tensor' || constant.tensor.dims.length > 1) return false;
  const count = elementCount(constant.tensor.dims);
  return count <= (isFractional(constant.tensor.dataType) ? 1 : mostElements);
}

/** Fractions are long to write. */
function isFractional(dataType: number): boolean {
  return bitsPerElement(dataType) > 0 && !wholeTypes.has(dataType);
}

/** A guess: most such constants are axes, sizes of a few digits, or one number with a fraction. */
function lettersOf(constant: Constant): number {
  const dims = constant.kind === 'tensor' ? constant.tensor.dims : [];
  return dims.length === 0 ? 6 : 2 + 4 * elementCount(dims);
}

function attributeCells(node: Node, schema: OperatorSchema | undefined): readonly Cell[] {
  return keyAttributes(node, schema).map(([label, text]) => ({ label, text, value: '' }));
}
