// For each node of a model: FP16, or FP32 and why.
import { capturedValues, indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import { subgraphs } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { largestFloat16, smallestNormalFloat16 } from '#core/onnx/float16.ts';
import type { Graph, Node } from '#core/onnx/model.ts';
import { type Constants, constantsOf } from '../constants.ts';
import { type KeepRules, type KeptNode, recipeReason } from '../keep.ts';
import type { ValueTypes } from '../valueTypes.ts';
import { halfForm } from './halfForm.ts';
import { blockedForRange, blockedOperators, moving, taming, widening } from './operatorRules.ts';
import { sizeArithmetic } from './sizeArithmetic.ts';

/** `half` and `single` compute in FP16 and FP32; `neither` has no float32 value to take a side with. */
export type Mode = 'half' | 'single' | 'neither';

export interface DecisionOptions {
  readonly opset: number;
  readonly keep: KeepRules | undefined;
  /** Operators taken off the block list. */
  readonly convert: ReadonlySet<string>;
  readonly ranges: ReadonlyMap<string, { readonly min: number; readonly max: number }> | undefined;
  /** Why a constant cannot become float16. */
  readonly loss: (value: string, constants: Constants) => string | undefined;
  readonly isLocalFunction: (node: Node) => boolean;
}

export interface Decisions {
  readonly modes: ReadonlyMap<Node, Mode>;
  readonly kept: readonly KeptNode[];
}

/** Calibration data is not all data: what was observed may be half of what comes. */
const observedLimit = largestFloat16 / 2;

export function decide(graph: Graph, types: ValueTypes, options: DecisionOptions): Decisions {
  const modes = new Map<Node, Mode>();
  const kept: KeptNode[] = [];
  decideGraph(graph, { types, constants: constantsOf(graph), wide: new Map() }, { options, modes, kept });
  return { modes, kept };
}

interface Around {
  readonly types: ValueTypes;
  readonly constants: Constants;
  /** Values that FP16 may not hold, with the reason. */
  readonly wide: Map<string, string>;
}

interface Run {
  readonly options: DecisionOptions;
  readonly modes: Map<Node, Mode>;
  readonly kept: KeptNode[];
}

function decideGraph(graph: Graph, around: Around, run: Run): void {
  const index = indexGraph(graph);
  const sizes = sizeArithmetic(graph, around.constants);
  const nodes = [...(index.topologicalOrder ?? graph.nodes.keys())].flatMap((place) => graph.nodes[place] ?? []);
  const inSingle = new Set<string>();
  for (const node of nodes) {
    const bodies = decideBodies(node, around, run);
    const values = [...node.inputs, ...node.outputs, ...capturedValues(node)].filter((value) => value !== '');
    const floats = values.filter((value) => around.types.of(value)?.elementType === DataType.float32);
    if (node.opType === 'Constant' || node.opType === 'Shape' || node.opType === 'Size' || floats.length === 0) {
      run.modes.set(node, 'neither');
      continue;
    }
    const reason = bodies.reason ?? reasonFor(node, sizes.has(node), inSingle, around, run);
    if (reason === undefined) {
      run.modes.set(node, 'half');
      continue;
    }
    run.modes.set(node, 'single');
    if (subgraphs(node).length > 0) keepBodies(node, run);
    run.kept.push({ node: nodeName(node), reason });
    for (const output of node.outputs) inSingle.add(output);
    noteWide(node, bodies.wide, around, run);
  }
  for (const node of nodes) preferSingle(node);

  /** What only FP32 reads need not be made in FP16 first. */
  function preferSingle(node: Node): void {
    if (run.modes.get(node) !== 'half' || subgraphs(node).length > 0) return;
    const isSource = node.inputs.every((input) => around.types.of(input)?.elementType !== DataType.float32);
    const readers = node.outputs.flatMap((output) => index.consumers(output)).map((place) => graph.nodes[place]);
    if (!isSource || readers.length === 0 || node.outputs.some((output) => index.outputs.has(output))) return;
    if (readers.every((reader) => reader !== undefined && run.modes.get(reader) === 'single')) {
      run.modes.set(node, 'single');
      run.kept.push({ node: nodeName(node), reason: 'only nodes in FP32 read it' });
    }
  }
}

/** Decides inside the bodies of a node; `reason` says why one of them forbids FP16 at its border, where it does. */
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

function reasonFor(
  node: Node,
  isSize: boolean,
  inSingle: ReadonlySet<string>,
  around: Around,
  { options }: Run,
): string | undefined {
  const { types, constants, wide } = around;
  const isSingle = (value: string) => types.of(value)?.elementType === DataType.float32;
  const recipe = recipeReason(node, options.keep);
  if (recipe !== undefined) return recipe;
  if (options.isLocalFunction(node)) return 'it calls a local function, which other nodes may share';
  const form = halfForm(node, options.opset);
  if (form === undefined) return `Lathe does not know whether ${node.domain || 'opset'}'s ${node.opType} takes FP16`;
  const takesPart =
    node.outputs.some((output, at) => isSingle(output) && form.output(at)) ||
    (!node.outputs.some(isSingle) && node.inputs.some((input, at) => isSingle(input) && form.input(at)));
  const isControl = subgraphs(node).length > 0;
  if (!takesPart && !isControl) return `${node.opType} has no FP16 form in opset ${options.opset}`;
  if (node.outputs.some((output, at) => isSingle(output) && !form.output(at))) {
    return `${node.opType} gives FP32 in opset ${options.opset}`;
  }
  const observed = [...node.inputs, ...node.outputs].find((value) => isSingle(value) && beyond(value, options));
  if (observed !== undefined) return observedReason(observed, options);
  const unknown = [...node.inputs, ...node.outputs].find((value) => value !== '' && !types.of(value)?.elementType);
  if (unknown !== undefined) return `the type of '${unknown}' is not a known tensor type`;
  const blocked = options.convert.has(node.opType) ? undefined : blockedOperators.get(node.opType);
  if (blocked !== undefined && !isObservedSafe(node, options)) return blocked;
  if (isSize) return 'it computes with sizes of tensors, for which FP16 is too coarse';
  for (const [at, input] of node.inputs.entries()) {
    if (!isSingle(input) || !form.input(at)) continue;
    const loss = isClipBound(node, at) ? undefined : options.loss(input, constants);
    if (loss !== undefined) return `its constant '${input}' ${loss}`;
    if (wide.has(input)) return `it reads '${input}', ${wide.get(input)}`;
  }
  const data = node.inputs.filter((input, at) => isSingle(input) && form.input(at) && constants(input) === undefined);
  if (moving.has(node.opType) && data.length > 0 && data.every((input) => inSingle.has(input)))
    return 'its data is in FP32';
  return undefined;
}

/** A bound beyond FP16's range bounds nothing there either, and is written as the largest float16. */
function isClipBound(node: Node, input: number): boolean {
  return node.opType === 'Clip' && input > 0;
}

function beyond(value: string, { ranges }: DecisionOptions): boolean {
  const range = ranges?.get(value);
  if (range === undefined) return false;
  const size = Math.max(Math.abs(range.min), Math.abs(range.max));
  return !(size <= observedLimit) || (size > 0 && size < smallestNormalFloat16);
}

function observedReason(value: string, { ranges }: DecisionOptions): string {
  const { min = 0, max = 0 } = ranges?.get(value) ?? {};
  const range = `${Number(min.toPrecision(3))} to ${Number(max.toPrecision(3))}`;
  return Math.max(Math.abs(min), Math.abs(max)) < 1
    ? `'${value}' was observed from ${range}, too small for FP16`
    : `'${value}' was observed from ${range}, too near to or beyond FP16's ±65504`;
}

function isObservedSafe(node: Node, { ranges }: DecisionOptions): boolean {
  return (
    blockedForRange.has(node.opType) && [node.inputs[0] ?? '', ...node.outputs].every((value) => ranges?.has(value))
  );
}

function noteWide(
  node: Node,
  fromBody: string | undefined,
  { types, constants, wide }: Around,
  { options }: Run,
): void {
  const cause =
    fromBody ??
    (widening.has(node.opType) ? `which ${node.opType} may make too large for FP16` : undefined) ??
    node.inputs.map((input) => wide.get(input)).find((reason) => reason !== undefined) ??
    (node.inputs.some((input) => /beyond/.test(options.loss(input, constants) ?? ''))
      ? 'which a constant may make too large for FP16'
      : undefined);
  for (const output of node.outputs) {
    if (output === '' || types.of(output)?.elementType !== DataType.float32) continue;
    const observed = options.ranges?.get(output);
    if (observed !== undefined ? beyond(output, options) : cause !== undefined && !taming.has(node.opType)) {
      wide.set(output, cause ?? 'which was observed to be too large for FP16');
    }
  }
}
