// What a placement decides: which nodes compute in INT8, and which values are quantized for whom.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import type { Graph, Node } from '#core/onnx/model.ts';
import type { Constants } from '../constants.ts';
import type { KeepRules, KeptNode } from '../keep.ts';
import type { Range } from '../ranges.ts';

/** The graph that nodes are placed in, prepared: batch normalisations folded, opset 13 or newer. */
export interface Site {
  readonly graph: Graph;
  readonly index: GraphIndex;
  readonly constants: Constants;
  readonly keep: KeepRules | undefined;
  /** int8 where nothing is said. */
  readonly format?: 'int8' | 'fp8' | undefined;
  /** The graph is a part of another: what it is fed comes from inside. */
  readonly inner?: boolean | undefined;
  /** Whether a range is known (or will be observed) for the value. */
  readonly hasRange: (value: string) => boolean;
}

export interface Placement {
  /** The nodes, by place in the graph, that compute in INT8. */
  readonly nodes: ReadonlySet<number>;
  readonly activations: readonly QuantizedValue[];
  readonly weights: readonly QuantizedWeight[];
  readonly biases: readonly QuantizedBias[];
  readonly kept: readonly KeptNode[];
}

export interface QuantizedValue {
  readonly value: string;
  /** The nodes that read it through Q/DQ; `all` where no one reads it in FP32, outputs of the model included. */
  readonly readers: 'all' | ReadonlySet<number>;
  /** Values of one group have one scale, because data passes between them unchanged. */
  readonly group: string;
  /** Present where the operator itself says what range its result has: it is not observed. */
  readonly range?: Range | undefined;
  /** No code may lie beyond its range. */
  readonly bounded?: boolean | undefined;
}

export interface QuantizedWeight {
  readonly node: number;
  /** Which input of the node. */
  readonly input: number;
  /** The axis that has a scale for each index; undefined for one scale for all. */
  readonly axis: number | undefined;
}

/** A constant bias stored as int32 in units of input scale · weight scale. */
export interface QuantizedBias {
  /** The node that adds it, and which of its inputs it is. */
  readonly node: number;
  readonly input: number;
  /** The node that multiplies by the weight; the same one except for a MatMul with an Add behind it. */
  readonly product: number;
}

export function nodeAt(site: Site, place: number): Node {
  const node = site.graph.nodes[place];
  if (node === undefined) throw new RangeError(`the graph has no node ${place}`);
  return node;
}

/** The node that writes a value, where it is one of these operators of the standard domain. */
export function producerOf(site: Site, value: string): { readonly place: number; readonly node: Node } | undefined {
  const place = site.index.producer(value);
  return place === undefined ? undefined : { place, node: nodeAt(site, place) };
}

/** Whether exactly one node reads the value and the model does not give it out. */
export function hasOneReader(site: Site, value: string): boolean {
  return site.index.consumers(value).length === 1 && !site.index.outputs.has(value);
}
