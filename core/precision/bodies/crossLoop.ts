// What the turns of a Loop compute, given out of it: a list that it carries from turn to turn, since shapes may change between them.
import { DataType } from '#core/onnx/dataType.ts';
import { intAttr, tensorAttr } from '#core/onnx/makeAttribute.ts';
import { makeNode } from '#core/onnx/makeNode.ts';
import type { Graph, Node, ValueInfo } from '#core/onnx/model.ts';
import type { Crossed, Crossing } from './crossing.ts';
import { emptyVector, vectorOf, withBodies } from './vector.ts';

/** A body takes the turn's number, the condition, and what it carries; it gives the condition and the same again, then more. */
const beforeCarried = { inputs: 2, outputs: 1 };

export function crossLoop({ node, bodies, names }: Crossing): Crossed {
  const [body] = bodies;
  if (body === undefined) return { nodes: [node], given: new Map() };
  const { attribute, graph, given } = body;
  const values = [...given.keys()];
  const carried = graph.inputs.length - beforeCarried.inputs;
  const nodes: Node[] = [];
  const [taken, passed]: [ValueInfo[], ValueInfo[]] = [[], []];
  for (const value of values) {
    const [before, after] = [names(`${value}_before`), names(`${value}_after`)];
    const vector = vectorOf(given.get(value) ?? '', names);
    nodes.push(
      ...vector.nodes,
      makeNode({ opType: 'SequenceInsert', inputs: [before, vector.name], outputs: [after] }),
    );
    taken.push(listValue(before));
    passed.push(listValue(after));
  }
  const at = beforeCarried.outputs + carried;
  const inner: Graph = {
    ...graph,
    nodes: [...graph.nodes, ...nodes],
    inputs: [...graph.inputs, ...taken],
    // What is carried stands before what each turn adds.
    outputs: [...graph.outputs.slice(0, at), ...passed, ...graph.outputs.slice(at)],
  };
  const lists = values.map((value) => names(`${value}_turns`));
  const outputs = values.map((value) => names(`${value}_seen`));
  const [nothing, start] = [names('nothing_seen'), names('no_turn')];
  // A list begins with an empty vector, since one without any cannot be joined where no turn is taken.
  const before = [
    makeNode({
      opType: 'Constant',
      inputs: [],
      outputs: [nothing],
      attributes: [tensorAttr('value', emptyVector(''))],
    }),
    makeNode({ opType: 'SequenceConstruct', inputs: [nothing], outputs: [start] }),
  ];
  const joined = values.map((_, place) =>
    makeNode({
      opType: 'ConcatFromSequence',
      inputs: [lists[place] ?? ''],
      outputs: [outputs[place] ?? ''],
      attributes: [intAttr('axis', 0)],
    }),
  );
  const unsaid = Array.from({ length: Math.max(0, beforeCarried.inputs - node.inputs.length) }, () => '');
  const filled = {
    ...node,
    inputs: [...node.inputs, ...unsaid],
    outputs: allOutputs(node, graph.outputs.length - beforeCarried.outputs, names),
  };
  const looped = withBodies(filled, new Map([[attribute, inner]]), { inputs: values.map(() => start), outputs: [] });
  return {
    nodes: [
      ...before,
      { ...looped, outputs: [...filled.outputs.slice(0, carried), ...lists, ...filled.outputs.slice(carried)] },
      ...joined,
    ],
    given: new Map(values.map((value, place) => [value, outputs[place] ?? ''])),
  };
}

/** Outputs that the file leaves out at the end have to be counted, so that what comes behind them has its place. */
function allOutputs({ outputs }: Node, count: number, names: (base: string) => string): readonly string[] {
  return [...outputs, ...Array.from({ length: Math.max(0, count - outputs.length) }, () => names('unread'))];
}

function listValue(name: string): ValueInfo {
  const element = { kind: 'tensor' as const, elementType: DataType.float32, shape: [undefined] };
  return { name, type: { kind: 'sequence', element }, docString: '', metadata: [] };
}
