// All of a graph that a comparison looks at, as plain text: small enough to cross from worker to worker.
import { indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { attributeKey, tensorKey } from '#core/graph/structure/attributeKey.ts';
import { foldConstants } from '#core/graph/structure/foldedConstants.ts';
import { typeText } from '#core/graph/structure/typeText.ts';
import type { Graph, Tensor } from '#core/onnx/model.ts';

export interface NodeDigest {
  readonly name: string;
  /** The operator, qualified by its domain where that is not the standard one. */
  readonly operator: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The type of each output; '' where it is not known. */
  readonly types: readonly string[];
  /** 1 where the node only holds or renames a constant. */
  readonly folded: boolean;
}

export interface GraphDigest {
  readonly nodes: readonly NodeDigest[];
  readonly inputs: readonly PortDigest[];
  readonly outputs: readonly PortDigest[];
  /** The type and shape of each constant value, such as `float32[64,3,7,7]`. */
  readonly constants: ReadonlyMap<string, string>;
  /** A hash of the elements of each constant; empty where nobody asked for them. */
  readonly weights: ReadonlyMap<string, string>;
}

export interface PortDigest {
  readonly name: string;
  readonly type: string;
}

export function digestGraph(
  graph: Graph,
  shapes: ShapeTable | undefined,
  weights: ReadonlyMap<string, string> = new Map(),
): GraphDigest {
  const constants = foldConstants(graph, indexGraph(graph));
  const typeOf = (value: string) => typeText(shapes?.type(value));
  const nodes = graph.nodes.map((node, place): NodeDigest => {
    const attributes = node.attributes.map((each) => [each.name, attributeKey(each)] as const);
    return {
      name: nodeName(node),
      operator: node.domain === '' ? node.opType : `${node.domain}.${node.opType}`,
      attributes: Object.fromEntries(attributes),
      inputs: node.inputs,
      outputs: node.outputs,
      types: node.outputs.map(typeOf),
      folded: constants.folded[place] === 1,
    };
  });
  return {
    nodes,
    inputs: indexGraph(graph).inputs.map(({ name, type }) => ({ name, type: typeText(type) })),
    outputs: graph.outputs.map(({ name, type }) => ({ name, type: typeText(shapes?.type(name) ?? type) })),
    constants: new Map(constantTensors(graph).map(([value, tensor]) => [value, tensorKey(shapeOnly(tensor))])),
    weights,
  };
}

/** Every constant value of a graph with its tensor: initializers, Constant nodes, and what only renames them. */
export function constantTensors(graph: Graph): readonly (readonly [value: string, tensor: Tensor])[] {
  const constants = foldConstants(graph, indexGraph(graph));
  const values = [
    ...graph.initializers.map(({ name }) => name),
    ...graph.nodes.flatMap(({ outputs }, place) => (constants.folded[place] ? outputs : [])),
  ];
  return values.flatMap((value) => {
    const tensor = constants.tensor(value);
    return tensor ? [[value, tensor] as const] : [];
  });
}

const shapeOnly = (tensor: Tensor): Tensor => ({ ...tensor, data: { kind: 'file', offset: 0, length: 0 } });
