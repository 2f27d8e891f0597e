// Nodes, values and graphs made by a rewrite, from the parts that matter.
import type { Attribute, Graph, Node, Shape, ValueInfo } from './model.ts';

export interface NodeParts {
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly overload?: string;
  readonly attributes?: readonly Attribute[];
  readonly docString?: string;
}

/** A node with everything that is not given left empty. */
export function makeNode(parts: NodeParts): Node {
  return {
    name: parts.name ?? '',
    opType: parts.opType,
    domain: parts.domain ?? '',
    overload: parts.overload ?? '',
    inputs: parts.inputs,
    outputs: parts.outputs,
    attributes: parts.attributes ?? [],
    docString: parts.docString ?? '',
    metadata: [],
  };
}

/** The name and tensor type of a value; without `shape` the rank is unknown. */
export function makeValue(name: string, elementType: number, shape?: Shape): ValueInfo {
  return { name, type: { kind: 'tensor', elementType, shape }, docString: '', metadata: [] };
}

/** A graph with everything that is not given left empty. */
export function makeGraph(parts: Partial<Graph>): Graph {
  return {
    name: parts.name ?? 'graph',
    docString: parts.docString ?? '',
    nodes: parts.nodes ?? [],
    initializers: parts.initializers ?? [],
    sparseInitializers: parts.sparseInitializers ?? [],
    inputs: parts.inputs ?? [],
    outputs: parts.outputs ?? [],
    values: parts.values ?? [],
    quantization: parts.quantization ?? [],
    metadata: parts.metadata ?? [],
  };
}
