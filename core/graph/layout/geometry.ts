// What a layout is made from and what it gives: boxes in pixels, edges as points.

export interface LayoutInput {
  readonly widths: Float32Array;
  readonly heights: Float32Array;
  /** The nodes at both ends of each edge. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Edges that leave a node by the same port share their way as long as it is the same. All 0 where absent. */
  readonly ports?: Int32Array;
  /** Where an edge leaves its node, in pixels right of the middle of its lower side. All 0 where absent. */
  readonly offsets?: Float32Array;
}

export interface Layout {
  /** The upper left corner of each node. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly width: number;
  readonly height: number;
  /** The layer of each node, from 0 at the top. */
  readonly ranks: Int32Array;
  /** The points of edge e are the pairs `points[2 · pointStarts[e]] …` up to those of e + 1. */
  readonly pointStarts: Int32Array;
  readonly points: Float32Array;
}

/** Free pixels between two layers, where no edge runs far to the side. */
export const gapBetweenLayers = 50;
/** Free pixels between neighbours of a layer, by what they are. */
export const gapBetweenNodes = 32;
export const gapBesideEdge = 20;
export const gapBetweenEdges = 14;
