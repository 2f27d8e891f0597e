// Says what is in a model, in the fixed form that core/onnx/golden/describe.py has too, so that both can be compared.
import { DataType } from '#core/onnx/dataType.ts';
import { elementCount } from '#core/onnx/elementCount.ts';
import type {
  Attribute,
  Graph,
  LocalFunction,
  MetadataEntry,
  Model,
  Node,
  OpsetImport,
  SparseTensor,
  Tensor,
  Type,
  ValueInfo,
} from '#core/onnx/model.ts';
import { tensorBytes, tensorValues } from '#core/onnx/tensor.ts';

export type Description = null | string | number | readonly Description[] | { readonly [key: string]: Description };

/** Gives the hexadecimal SHA-256 of bytes; core itself has none. */
export type Hash = (bytes: Uint8Array) => string;

interface Home {
  readonly model: Model;
  readonly hash: Hash;
}

/** Whole numbers are text, floats the hexadecimal bits of a float64, weights the hash of their little-endian bytes. */
export async function describeModel(model: Model, hash: Hash): Promise<Description> {
  const home = { model, hash };
  return {
    ir: model.irVersion,
    producer: [model.producerName, model.producerVersion],
    domain: model.domain,
    version: String(model.modelVersion),
    doc: model.docString,
    opsets: opsets(model.opsets),
    graph: await graph(model.graph, home),
    functions: await all(model.functions, (item) => localFunction(item, home)),
    metadata: entries(model.metadata),
  };
}

/** The description as JSON with sorted keys. */
export function canonicalText(item: Description): string {
  if (isList(item)) {
    return `[${item.map(canonicalText).join(',')}]`;
  }
  if (item === null || typeof item !== 'object') {
    return JSON.stringify(item);
  }
  const keys = Object.keys(item).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalText(item[key] ?? null)}`).join(',')}}`;
}

function isList(item: Description): item is readonly Description[] {
  return Array.isArray(item);
}

async function all<Item>(items: readonly Item[], say: (item: Item) => Promise<Description>): Promise<Description[]> {
  const said: Description[] = [];
  for (const item of items) {
    said.push(await say(item));
  }
  return said;
}

function number(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return Number.isNaN(value) ? 'nan' : view.getBigUint64(0).toString(16).padStart(16, '0');
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function entries(items: readonly MetadataEntry[]): Description {
  return items.map(({ key, value }) => [key, value]);
}

function opsets(items: readonly OpsetImport[]): Description {
  return items.map(({ domain, version }) => [domain, version]);
}

async function tensor(item: Tensor, home: Home): Promise<Description> {
  const said = {
    name: item.name,
    type: item.dataType,
    dims: item.dims,
    doc: item.docString,
    metadata: entries(item.metadata),
  };
  const { data } = item;
  if (data.kind === 'external') {
    const places: [string, string][] = [
      ['checksum', data.checksum ?? ''],
      ['length', data.length === -1 ? '' : String(data.length)],
      ['location', data.location],
      ['offset', String(data.offset)],
    ];
    return { ...said, external: places.filter(([, value]) => value !== '') };
  }
  if (data.kind === 'strings') {
    return { ...said, strings: data.values.map(hex) };
  }
  const bytes = home.hash(await tensorBytes(item, home.model));
  return elementCount(item.dims) > 32 ? { ...said, bytes } : { ...said, bytes, values: await values(item, home) };
}

async function values(item: Tensor, home: Home): Promise<Description> {
  const numbers = Array.from((await tensorValues(item, home.model)) as ArrayLike<number | bigint>);
  const exact = item.dataType === DataType.int64 || item.dataType === DataType.uint64;
  return numbers.map((value) => (exact ? String(value) : number(Number(value))));
}

async function sparse(item: SparseTensor, home: Home): Promise<Description> {
  return { values: await tensor(item.values, home), indices: await tensor(item.indices, home), dims: item.dims };
}

function typeOf(item: Type | undefined): Description {
  if (item === undefined) {
    return null;
  }
  const said = { kind: item.kind, denotation: item.denotation ?? '' };
  switch (item.kind) {
    case 'tensor':
    case 'sparseTensor': {
      const shape = item.shape?.map((dim) => (dim === undefined ? null : String(dim))) ?? null;
      const denotations = item.denotations ?? shape?.map(() => '');
      return { ...said, element: item.elementType, shape, ...(denotations === undefined ? {} : { denotations }) };
    }
    case 'map':
      return { ...said, key: item.keyType, value: typeOf(item.value) };
    case 'opaque':
      return { ...said, domain: item.domain, name: item.name };
    default:
      return { ...said, element: typeOf(item.element) };
  }
}

function valueInfo(item: ValueInfo): Description {
  return { name: item.name, type: typeOf(item.type), doc: item.docString, metadata: entries(item.metadata) };
}

async function attribute(item: Attribute, home: Home): Promise<Description> {
  const said = { name: item.name, kind: item.type, doc: item.docString, reference: item.refAttrName };
  return item.refAttrName === '' ? { ...said, value: await attributeValue(item, home) } : said;
}

async function attributeValue(item: Attribute, home: Home): Promise<Description> {
  switch (item.type) {
    case 'float':
      return number(item.value);
    case 'int':
      return String(item.value);
    case 'string':
      return hex(item.value);
    case 'tensor':
      return tensor(item.value, home);
    case 'graph':
      return graph(item.value, home);
    case 'type':
      return typeOf(item.value);
    case 'sparseTensor':
      return sparse(item.value, home);
    case 'floats':
      return Array.from(item.value, number);
    case 'ints':
      return Array.from(item.value, String);
    case 'strings':
      return item.value.map(hex);
    case 'types':
      return item.value.map(typeOf);
    case 'tensors':
      return all(item.value, (each) => tensor(each, home));
    case 'graphs':
      return all(item.value, (each) => graph(each, home));
    case 'sparseTensors':
      return all(item.value, (each) => sparse(each, home));
  }
}

async function node(item: Node, home: Home): Promise<Description> {
  return {
    name: item.name,
    operator: item.opType,
    domain: item.domain,
    overload: item.overload,
    inputs: item.inputs,
    outputs: item.outputs,
    attributes: await all(item.attributes, (each) => attribute(each, home)),
    doc: item.docString,
    metadata: entries(item.metadata),
  };
}

async function graph(item: Graph, home: Home): Promise<Description> {
  return {
    name: item.name,
    doc: item.docString,
    nodes: await all(item.nodes, (each) => node(each, home)),
    initializers: await all(item.initializers, (each) => tensor(each, home)),
    sparse: await all(item.sparseInitializers, (each) => sparse(each, home)),
    inputs: item.inputs.map(valueInfo),
    outputs: item.outputs.map(valueInfo),
    values: item.values.map(valueInfo),
    quantization: item.quantization.map(({ tensorName, parameters }) => [tensorName, entries(parameters)]),
    metadata: entries(item.metadata),
  };
}

async function localFunction(item: LocalFunction, home: Home): Promise<Description> {
  return {
    name: item.name,
    domain: item.domain,
    overload: item.overload,
    doc: item.docString,
    inputs: item.inputs,
    outputs: item.outputs,
    attributes: item.attributes,
    defaults: await all(item.attributeDefaults, (each) => attribute(each, home)),
    nodes: await all(item.nodes, (each) => node(each, home)),
    opsets: opsets(item.opsets),
    values: item.values.map(valueInfo),
    metadata: entries(item.metadata),
  };
}
