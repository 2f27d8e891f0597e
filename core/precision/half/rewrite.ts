// The graph with 16 bits in it: nodes read the versions they want, and casts stand where a value has both.
import { capturedValues } from '#core/graph/graphIndex.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { intAttr, tensorAttr } from '#core/onnx/makeAttribute.ts';
import { makeNode } from '#core/onnx/makeNode.ts';
import type { Graph, Model, Node, Tensor, ValueInfo } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import type { FreshName } from '../freshNames.ts';
import { mapSubgraphs } from '../mapSubgraphs.ts';
import { renameReads } from '../renameReads.ts';
import { halfAttributes } from './attributes.ts';
import { halfTensor } from './halfTensor.ts';
import type { Scope, ScopeRun, ValueState, Width } from './valueStates.ts';
import { wantedWidth } from './wants.ts';

export interface RewriteRun extends ScopeRun {
  readonly model: Model;
  readonly names: FreshName;
  readonly openExternal: OpenExternal | undefined;
  /** Told of every cast that is put in. */
  readonly onCast: () => void;
}

export async function rewriteGraph(scope: Scope, run: RewriteRun): Promise<Graph> {
  const { graph } = scope;
  const nodes: Node[] = [];
  const tensors: Tensor[] = [];
  const addCasts = (value: string) => {
    const state = scope.own.get(value);
    if (state !== undefined && state.tensor === undefined) nodes.push(...castsOf(state, run));
  };
  for (const { name } of graph.inputs) addCasts(name);
  for (const { values } of graph.sparseInitializers) addCasts(values.name);
  for (const tensor of graph.initializers) {
    const state = scope.own.get(tensor.name);
    if (state?.tensor === undefined) tensors.push(tensor);
    else
      for (const [width, name] of state.names) tensors.push({ ...(await versionOf(state.tensor, width, run)), name });
  }
  for (const node of graph.nodes) {
    const constant = scope.own.get(node.outputs[0] ?? '');
    if (node.opType === 'Constant' && constant?.tensor !== undefined) {
      nodes.push(...(await constantNodes(node, constant, run)));
      continue;
    }
    nodes.push(await rewriteNode(node, scope, run));
    for (const output of node.outputs) addCasts(output);
  }
  const restate = (value: ValueInfo) => restated(value, scope, run);
  return {
    ...graph,
    nodes,
    initializers: tensors,
    inputs: graph.inputs.map(restate),
    outputs: graph.outputs.map(restate),
    values: graph.values.map(restate),
  };
}

async function rewriteNode(node: Node, scope: Scope, run: RewriteRun): Promise<Node> {
  const mode = run.modes.get(node);
  const inputs = node.inputs.map((input, at) => {
    const state = scope.find(input);
    return state === undefined ? input : nameFor(state, wantedWidth(node, at, scope, run));
  });
  const outputs = node.outputs.map((output) => {
    const state = scope.own.get(output);
    return state === undefined ? output : (state.names.get(state.native) ?? output);
  });
  if (mode === 'single') {
    const captured = [...capturedValues(node)].flatMap((value) => {
      const state = scope.find(value);
      return state ? [[value, nameFor(state, 'single')] as const] : [];
    });
    const bodies = renameReads({ ...node, inputs: [] }, new Map(captured.filter(([from, to]) => from !== to)));
    return { ...bodies, inputs, outputs };
  }
  const rewritten = await mapSubgraphs(node, async (graph) => {
    const body = scope.bodies.get(graph);
    return body === undefined ? graph : rewriteGraph(body, run);
  });
  const typed = mode === 'half' ? await halfAttributes(rewritten, run.type, run.model, run.openExternal) : rewritten;
  return { ...typed, inputs, outputs };
}

function nameFor(state: ValueState, width: Width | undefined): string {
  const any = state.names.get(state.native) ?? [...state.names.values()][0];
  return (width === undefined ? any : state.names.get(width)) ?? state.name;
}

function castsOf(state: ValueState, run: RewriteRun): readonly Node[] {
  const from = state.names.get(state.native) ?? state.name;
  return [...state.names]
    .filter(([width]) => width !== state.native)
    .map(([width, to]) => {
      run.onCast();
      return makeNode({
        opType: 'Cast',
        name: run.names(`${to}/Cast`),
        inputs: [from],
        outputs: [to],
        attributes: [intAttr('to', width === 'half' ? run.type.dataType : DataType.float32)],
      });
    });
}

/** One Constant node for each version that is wanted; the first keeps the node's name. */
async function constantNodes(node: Node, state: ValueState, run: RewriteRun): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  for (const [width, output] of state.names) {
    if (state.tensor === undefined) continue;
    const value = { ...(await versionOf(state.tensor, width, run)), name: '' };
    const name = output === state.name ? node.name : run.names(`${output}/Constant`);
    nodes.push(
      width === 'single' && output === state.name
        ? node
        : { ...node, name, outputs: [output], attributes: [tensorAttr('value', value)] },
    );
  }
  return nodes;
}

async function versionOf(tensor: Tensor, width: Width, run: RewriteRun): Promise<Tensor> {
  return width === 'half' ? halfTensor(tensor, run.type, run.model, run.openExternal) : tensor;
}

/** A value as it is stated, in the type that now goes by its name. */
function restated(value: ValueInfo, scope: Scope, { type }: RewriteRun): ValueInfo {
  const half = scope.own.get(value.name)?.names.get('half') === value.name;
  if (!half || value.type?.kind !== 'tensor') return value;
  return { ...value, type: { ...value.type, elementType: type.dataType } };
}
