// A graph as the window draws it: boxes and lines in columns, so that 50,000 nodes cross from the worker at no cost.
import type { OperatorFamily } from '#core/onnx/operatorFamily.ts';

/** One step inwards: the body that an attribute of a node holds, or (`attribute` null) the local function it calls. */
export interface Step {
  readonly node: number;
  readonly attribute: string | null;
  /** The place in an attribute that holds several graphs. */
  readonly place: number;
}
export type Scope = readonly Step[];

/** The way to a scope, from the model inwards. */
export interface Crumb {
  readonly scope: Scope;
  readonly title: string;
}

export const families = [
  'convolution',
  'matmul',
  'activation',
  'normalization',
  'pooling',
  'elementwise',
  'shape',
  'reduction',
  'quantization',
  'control',
  'constant',
  'other',
] as const satisfies readonly OperatorFamily[];

export const itemKinds = ['operator', 'input', 'output', 'group'] as const;
export type ItemKind = (typeof itemKinds)[number];

/** An input or an output of the graph. */
export function isPortKind(kind: ItemKind): boolean {
  return kind === 'input' || kind === 'output';
}

export interface Scene {
  readonly scope: Scope;
  readonly crumbs: readonly Crumb[];
  /** Items: operators, folded groups, graph inputs and graph outputs, each a place in the columns below. */
  readonly count: number;
  /** A place in `itemKinds`. */
  readonly kinds: Uint8Array;
  /** The node's place in the graph, the input's or output's, or the group's in its tree. */
  readonly refs: Int32Array;
  /** A place in `families`. */
  readonly families: Uint8Array;
  /** Operator names, and for each item a place among them. */
  readonly titles: readonly string[];
  readonly titleOf: Uint16Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly widths: Float32Array;
  readonly heights: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The output of `from` that an edge carries. */
  readonly ports: Int32Array;
  readonly pointStarts: Int32Array;
  readonly points: Float32Array;
  /** The item that stands for each node: its own, its folded group's, or for a constant that of a reader; -1 for none. */
  readonly itemOf: Int32Array;
}

/** What a card says besides its operator. */
export interface Card {
  readonly item: number;
  readonly kind: ItemKind;
  readonly title: string;
  readonly name: string;
  readonly family: OperatorFamily;
  readonly rows: readonly (readonly Cell[])[];
  readonly outputs: readonly OutputLabel[];
  /** The graphs inside, where there are any. */
  readonly inside: readonly Step[];
}

/** A weight or a constant (`value` names the tensor), or an attribute (`value` empty). */
export interface Cell {
  readonly label: string;
  readonly text: string;
  readonly value: string;
  /** Letters that the text will have once the constant has been read; it stands for its shape until then. */
  readonly letters?: number;
}

/** The label of the edges that leave a card by one port, `offset` pixels right of its middle; '' where nothing fits. */
export interface OutputLabel {
  readonly value: string;
  readonly text: string;
  readonly offset: number;
}
