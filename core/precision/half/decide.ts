// For each node of a model: 16 bits, or FP32 and why.
import { capturedValues, indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import { subgraphs } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Graph, Node } from '#core/onnx/model.ts';
import { constantsOf } from '../constants.ts';
import type { KeptNode } from '../keep.ts';
import type { ValueTypes } from '../valueTypes.ts';
import { isGroupedAmongCodes } from './groupedCodes.ts';
import { taming, widening } from './operatorRules.ts';
import { isDequantize, isQuantize, touchesCodes } from './quantized.ts';
import { type Around, beyond, type DecisionOptions, reasonFor } from './reasonFor.ts';
import { sizeArithmetic } from './sizeArithmetic.ts';

/** `half` and `single` compute in 16 and 32 bits; `neither` has no float32 value to take a side with. */
export type Mode = 'half' | 'single' | 'neither';

export interface Decisions {
  readonly modes: ReadonlyMap<Node, Mode>;
  readonly kept: readonly KeptNode[];
}

export function decide(graph: Graph, types: ValueTypes, options: DecisionOptions): Decisions {
  const modes = new Map<Node, Mode>();
  const kept: KeptNode[] = [];
  decideGraph(
    graph,
    { types, constants: constantsOf(graph), wide: new Map(), inSingle: new Set() },
    { options, modes, kept },
  );
  return { modes, kept };
}

interface Run {
  readonly options: DecisionOptions;
  readonly modes: Map<Node, Mode>;
  readonly kept: KeptNode[];
}

/** Nodes that take their input in whatever type it has, or have none. */
const typeless = new Set(['Constant', 'Shape', 'Size']);

function decideGraph(graph: Graph, around: Around, run: Run): void {
  const index = indexGraph(graph);
  const sizes = sizeArithmetic(graph, around.constants);
  const nodes = [...(index.topologicalOrder ?? graph.nodes.keys())].flatMap((place) => graph.nodes[place] ?? []);
  for (const node of nodes) {
    const bodies = decideBodies(node, around, run);
    const values = [...node.inputs, ...node.outputs, ...capturedValues(node)].filter((value) => value !== '');
    const floats = values.filter((value) => around.types.of(value)?.elementType === DataType.float32);
    if (typeless.has(node.opType) || (floats.length === 0 && subgraphs(node).length === 0)) {
      run.modes.set(node, 'neither');
      continue;
    }
    if (isQuantize(node) || isDequantize(node)) {
      decideLinear(node, around, run);
      continue;
    }
    const staysAmongCodes =
      run.options.quantized === 'wide'
        ? touchesCodes(node, graph, index)
        : run.options.quantized === 'narrow' && isGroupedAmongCodes(node, graph, index, around.types);
    if (staysAmongCodes) {
      run.modes.set(node, 'single');
      for (const output of node.outputs) around.inSingle.add(output);
      continue;
    }
    const reason = bodies.reason ?? reasonFor(node, sizes.has(node), around, run.options);
    if (reason === undefined) {
      run.modes.set(node, 'half');
      continue;
    }
    run.modes.set(node, 'single');
    if (subgraphs(node).length > 0) keepBodies(node, run);
    run.kept.push({ node: nodeName(node), reason });
    for (const output of node.outputs) around.inSingle.add(output);
    noteWide(node, bodies.wide, around, run);
  }
  for (const node of nodes.toReversed()) preferSingle(node);

  /** What only FP32 reads need not be made in 16 bits first. */
  function preferSingle(node: Node): void {
    if (run.modes.get(node) !== 'half' || subgraphs(node).length > 0) return;
    const isSource = node.inputs.every(
      (input) => around.types.of(input)?.elementType !== DataType.float32 || around.constants(input) !== undefined,
    );
    const readers = node.outputs.flatMap((output) => index.consumers(output)).map((place) => graph.nodes[place]);
    if (!isSource || readers.length === 0 || node.outputs.some((output) => index.outputs.has(output))) return;
    if (readers.every((reader) => reader !== undefined && run.modes.get(reader) === 'single')) {
      run.modes.set(node, 'single');
      if (isQuantize(node) || isDequantize(node)) return;
      run.kept.push({ node: nodeName(node), reason: 'only nodes in FP32 read it' });
    }
  }
}

/** Codes have no width of their own: Q and DQ take 16 bits, but for weights and scales which these cannot hold. */
function decideLinear(node: Node, around: Around, { options, modes }: Run): void {
  const [data = '', scale = ''] = node.inputs;
  const [output = ''] = node.outputs;
  const lost = isQuantize(node) ? options.loss(data, around.constants) : undefined;
  const loses = lost !== undefined || options.loss(scale, around.constants) !== undefined;
  const wide =
    around.wide.get(data) ??
    (isDequantize(node) && loses ? `whose scale ${options.type.name} cannot hold` : undefined) ??
    (lost?.kind === 'overflow' ? `which a constant makes too large for ${options.type.name}` : undefined);
  if (options.quantized === 'narrow' && !loses && (isQuantize(node) || wide === undefined)) modes.set(node, 'half');
  else {
    modes.set(node, 'single');
    around.inSingle.add(output);
  }
  if (wide !== undefined && (isDequantize(node) || lost !== undefined)) around.wide.set(output, wide);
}

/** Decides inside the bodies of a node; `reason` says why one of them forbids 16 bits at its border, where it does. */
function decideBodies(
  node: Node,
  around: Around,
  run: Run,
): { readonly reason: string | undefined; readonly wide: string | undefined } {
  let reason: string | undefined;
  let wide: string | undefined;
  for (const { name, graph } of subgraphs(node)) {
    const inner: Around = {
      types: around.types.inside(node, name),
      constants: constantsOf(graph, around.constants),
      wide: new Map(around.wide),
      inSingle: new Set(),
    };
    decideGraph(graph, inner, run);
    const own = new Set([...graph.nodes.flatMap(({ outputs }) => outputs), ...graph.inputs.map((input) => input.name)]);
    for (const output of graph.outputs) {
      wide ??= inner.wide.get(output.name);
      if (inner.wide.has(output.name)) reason ??= `its body gives out '${output.name}', ${inner.wide.get(output.name)}`;
      if (!own.has(output.name)) reason ??= `its body gives out '${output.name}' of the graph around it`;
    }
  }
  return { reason, wide };
}

/** A control-flow node in FP32 has its bodies in FP32. */
function keepBodies(node: Node, run: Run): void {
  for (const { graph } of subgraphs(node)) {
    for (const inner of graph.nodes) {
      if (run.modes.get(inner) === 'half') run.modes.set(inner, 'single');
      keepBodies(inner, run);
    }
  }
}

function noteWide(
  node: Node,
  fromBody: string | undefined,
  { types, constants, wide }: Around,
  { options }: Run,
): void {
  const { name, overflows } = options.type;
  const cause =
    fromBody ??
    (overflows && widening.has(node.opType) ? `which ${node.opType} may make too large for ${name}` : undefined) ??
    node.inputs.map((input) => wide.get(input)).find((reason) => reason !== undefined) ??
    (node.inputs.some((input) => options.loss(input, constants)?.kind === 'overflow')
      ? `which a constant may make too large for ${name}`
      : undefined);
  for (const output of node.outputs) {
    if (output === '' || types.of(output)?.elementType !== DataType.float32) continue;
    const observed = options.ranges?.get(output);
    if (observed !== undefined ? beyond(output, options) : cause !== undefined && !taming.has(node.opType)) {
      wide.set(output, cause ?? `which was observed to be too large for ${name}`);
    }
  }
}
