// The graphs of a model one inside another: the main graph and the bodies that a rewrite goes into.
import { nodeName } from '#core/graph/graphIndex.ts';
import { subgraphPath } from '#core/graph/shapes/shapeTable.ts';
import { subgraphs } from '#core/onnx/attribute.ts';
import type { Graph, Node } from '#core/onnx/model.ts';
import { type Constants, constantsOf } from './constants.ts';

export interface GraphLevel {
  readonly graph: Graph;
  /** Of this graph and of those around it. */
  readonly constants: Constants;
  /** As `subgraphPath` names it; '' for the main graph. */
  readonly path: string;
}

export function mainLevel(graph: Graph): GraphLevel {
  return { graph, constants: constantsOf(graph), path: '' };
}

/** Whether quantization goes into a node's bodies: those of other operators may be asked for in ways of their own. */
export function isControl({ opType, domain }: Node): boolean {
  return domain === '' && (opType === 'If' || opType === 'Loop' || opType === 'Scan');
}

/** The body that a node of the level's graph holds under an attribute. */
export function levelInside(around: GraphLevel, node: Node, attribute: string, graph: Graph): GraphLevel {
  const constants = constantsOf(graph, around.constants);
  return { graph, constants, path: subgraphPath(around.path, nodeName(node), attribute) };
}

/** A graph before those inside it, these in file order. */
export function* graphLevels(level: GraphLevel): Iterable<GraphLevel> {
  yield level;
  for (const node of level.graph.nodes) {
    for (const { name, graph } of isControl(node) ? subgraphs(node) : []) {
      yield* graphLevels(levelInside(level, node, name, graph));
    }
  }
}
