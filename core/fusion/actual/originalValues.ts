// Which value of the model each value of ONNX Runtime's optimized graph is, whatever the optimizer called it.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import type { Graph, Node } from '#core/onnx/model.ts';
import { unchangedInput } from '../removal.ts';
import { valuesByScale, withoutPropagation } from './quantizedValues.ts';

/**
 * Values keep their names through most fusions. Those of the blocked layout (NCHWc) get new ones: for these count the
 * node's name (`<value>_nchwc`), what the node was given to do after it (a residual, an activation), a reorder back, and
 * the operator of the model that reads the same values.
 */
export function originalValues(
  model: Graph,
  index: GraphIndex,
  optimized: Graph,
  constants: ReadonlyMap<string, readonly number[]> = new Map(),
): ReadonlyMap<string, string> {
  const known = new Set([...model.inputs, ...model.outputs].map(({ name }) => name));
  for (const { outputs } of model.nodes) for (const output of outputs) known.add(output);
  const byName = new Map(model.nodes.map((node, at) => [node.name, at]));
  const back = valuesBehindInserted(model, index, optimized, known);
  const read = valuesOfConvolutions(optimized, (node) => {
    const value = named(node, known, byName, model);
    return value === undefined ? undefined : convolutionBefore(model, index, value);
  });
  const byScale = valuesByScale(model, index);
  const found = new Map<string, string>();
  for (const { name } of optimized.inputs) if (known.has(name)) found.set(name, name);
  const sameReads = (node: Node): string | undefined => {
    const inputs = node.inputs.map((input) => found.get(input) ?? input);
    const reader = index.consumers(inputs[0] ?? '').find((at) => {
      const candidate = model.nodes[at];
      return candidate?.opType === node.opType && candidate.inputs.every((input, place) => input === inputs[place]);
    });
    return reader === undefined ? undefined : model.nodes[reader]?.outputs[0];
  };
  const written = new Set(optimized.nodes.flatMap(({ outputs }) => outputs));
  /** Reshapes in a row, and those put in around products, have become one: the value behind the last of the model's own. */
  const merged = (node: Node): string | undefined => {
    if (node.opType !== 'Reshape' || !/_new_reshape(_token_\d+)*$/.test(node.name)) return undefined;
    let value = named(node, known, byName, model) ?? found.get(node.inputs[0] ?? '');
    for (;;) {
      const readers = index.consumers(value ?? '');
      const next = readers.length === 1 ? model.nodes[readers[0] ?? -1] : undefined;
      const [output = ''] = next?.outputs ?? [];
      if (next === undefined || !folds.has(next.opType) || written.has(output)) return value;
      value = output;
    }
  };
  for (const node of optimized.nodes) {
    const twin = model.nodes[byName.get(node.name) ?? -1];
    for (const [place, output] of node.outputs.entries()) {
      if (output === '') continue;
      const plain = output.replace(/^InsertedPrecisionFreeCast_/, '');
      if (known.has(plain)) found.set(output, plain);
      else if (known.has(withoutPropagation(plain))) found.set(output, withoutPropagation(plain));
      else if (place > 0 && twin?.opType === node.opType) found.set(output, twin.outputs[place] ?? '');
      else if (place === 0) {
        const value =
          merged(node) ?? named(node, known, byName, model) ?? sameReads(node) ?? byScale(node) ?? through(node, found);
        const whole = value === undefined ? undefined : extended(node, twin, value, { model, index, found, constants });
        // A reorder that also transposes writes the transpose's result: then the value before it is this one.
        const behind = back.get(output);
        const same = behind !== undefined && whole !== undefined && isTransposeOf(behind, whole, model, index);
        const moved = node.opType === 'ReorderInput' ? read.get(output) : undefined;
        const result = same ? whole : (behind ?? moved ?? whole ?? read.get(output));
        if (result !== undefined) found.set(output, result);
      }
    }
  }
  return found;
}

/**
 * By value, what the reorder or reshape that reads it gives back under a name of the model. A reshape was put in where
 * the model has another operator: then a product ran on two dimensions instead of three.
 */
function valuesBehindInserted(
  model: Graph,
  index: GraphIndex,
  optimized: Graph,
  known: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const behind = new Map<string, string>();
  for (const { opType, inputs, outputs } of optimized.nodes) {
    const [from = '', to = ''] = [inputs[0], outputs[0]];
    if (!known.has(to) || known.has(from)) continue;
    const producer = model.nodes[index.producer(to) ?? -1]?.opType ?? '';
    if (opType === 'ReorderOutput' || (opType === 'Reshape' && !reshapes.has(producer))) behind.set(from, to);
  }
  return behind;
}

/** By value that a convolution reads, which value of the model that is: known from the convolution's own name. */
function valuesOfConvolutions(
  optimized: Graph,
  originalOf: (node: Node) => Node | undefined,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const node of optimized.nodes) {
    const original = node.opType === 'Conv' ? originalOf(node) : undefined;
    if (original) values.set(node.inputs[0] ?? '', original.inputs[0] ?? '');
  }
  return values;
}

/** The convolution that gives the value, or gave it before scales and shifts were folded into its weights. */
function convolutionBefore(model: Graph, index: GraphIndex, value: string): Node | undefined {
  let node = model.nodes[index.producer(value) ?? -1];
  for (let step = 0; node !== undefined && step < 3; step += 1) {
    if (node.opType === 'Conv') return node;
    if (!folding.has(node.opType)) return undefined;
    const before = node.inputs.find((input) => model.nodes[index.producer(input) ?? -1]?.opType === 'Conv');
    node = model.nodes[index.producer(before ?? node.inputs[0] ?? '') ?? -1];
  }
  return undefined;
}

const folds = new Set(['Reshape', 'Squeeze', 'Unsqueeze']);

const folding = new Set(['BatchNormalization', 'Mul', 'Add']);

const reshapes = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Transpose']);

/** `<value>_nchwc`, the value under the name of its node, or the name of the model's node before a `/Fusion/`. */
function named(
  node: Node,
  known: ReadonlySet<string>,
  byName: ReadonlyMap<string, number>,
  model: Graph,
): string | undefined {
  const whole = model.nodes[byName.get(node.outputs[0] ?? '') ?? -1];
  if (whole && (!isInserted(node) || reshapes.has(whole.opType))) return whole.outputs[0];
  // Taking float16 back to float32, the optimizer puts this before the names of values.
  const bare = node.name.replace(/(_new_reshape|_token_\d+)+$/, '').replace(/^InsertedPrecisionFreeCast_/, '');
  const value = bare.replace(/(_bn)?_nchwc(_\d+)?$/, '');
  if (value !== bare && known.has(value)) return value;
  for (let name = bare; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('/')))) {
    const at = byName.get(name);
    if (at !== undefined) return model.nodes[at]?.outputs[0];
  }
  return undefined;
}

function isInserted({ opType }: Node): boolean {
  return opType === 'ReorderInput' || opType === 'ReorderOutput' || opType === 'Reshape' || opType === 'Transpose';
}

/** Reorders, reshapes and transposes that were put in give their input in another layout. */
function through(node: Node, found: ReadonlyMap<string, string>): string | undefined {
  return isInserted(node) ? found.get(node.inputs[0] ?? '') : undefined;
}

interface Known {
  readonly model: Graph;
  readonly index: GraphIndex;
  readonly found: ReadonlyMap<string, string>;
  readonly constants: ReadonlyMap<string, readonly number[]>;
}

/** A fused node's name tells the value it had before a bias, a residual, an activation or a quantizer was given to it. */
function extended(
  node: Node,
  twin: Node | undefined,
  value: string,
  { model, index, found, constants }: Known,
): string {
  const reader = (from: string, matches: (candidate: Node) => boolean): string | undefined => {
    for (const at of index.consumers(from)) {
      const read = model.nodes[at];
      if (!read) continue;
      const behind = unchangedInput(read, constants) !== undefined ? reader(read.outputs[0] ?? '', matches) : undefined;
      if (behind !== undefined || matches(read)) return behind ?? read.outputs[0];
    }
    return undefined;
  };
  if (node.opType === 'QGemm' && model.nodes[index.producer(value) ?? -1]?.opType === 'MatMul') {
    const sum = reader(value, ({ opType }) => opType === 'Add') ?? value;
    return reader(sum, ({ opType }) => opType === 'QuantizeLinear') ?? sum;
  }
  const read = model.nodes[index.producer(found.get(node.inputs[0] ?? '') ?? '') ?? -1];
  const isQuantized = read?.opType === 'QuantizeLinear' && node.opType !== 'DequantizeLinear' && !isPut(node, twin);
  if (isQuantized || (node.opType.startsWith('Q') && node.opType !== 'QuantizeLinear')) {
    const quantized = (from: string) => reader(from, ({ opType }) => opType === 'QuantizeLinear');
    // An activation that only cuts off what the quantizer cuts off too has gone before.
    const clipped = reader(value, ({ opType }) => opType === 'Relu' || opType === 'Clip');
    return quantized(value) ?? (clipped === undefined ? undefined : quantized(clipped)) ?? value;
  }
  if (node.opType === 'Gemm' && model.nodes[index.producer(value) ?? -1]?.opType === 'MatMul')
    return reader(value, ({ opType }) => opType === 'Add') ?? value;
  if (node.opType !== 'Conv') return value;
  let result = value;
  const residual = found.get(node.inputs[3] ?? '');
  if (residual !== undefined) {
    const isSum = ({ opType, inputs }: Node) => (opType === 'Add' || opType === 'Sum') && inputs.includes(residual);
    result = reader(result, isSum) ?? result;
  }
  const activation = node.attributes.find(({ name }) => name === 'activation');
  const word = activation?.type === 'string' ? String.fromCharCode(...activation.value) : '';
  if (word === '' || model.nodes[index.producer(result) ?? -1]?.opType === word) return result;
  const single = reader(result, ({ opType }) => opType === word);
  if (single !== undefined) return single;
  const gate = word === 'HardSwish' ? reader(result, ({ opType }) => opType === 'HardSigmoid') : undefined;
  return gate === undefined ? result : (reader(gate, ({ opType }) => opType === 'Mul') ?? result);
}

/** Whether the optimizer put the node in: the model has none of its operator under its name. */
function isPut(node: Node, twin: Node | undefined): boolean {
  return isInserted(node) && twin?.opType !== node.opType;
}

function isTransposeOf(value: string, from: string, model: Graph, index: GraphIndex): boolean {
  const node = model.nodes[index.producer(value) ?? -1];
  return node?.opType === 'Transpose' && node.inputs[0] === from;
}
