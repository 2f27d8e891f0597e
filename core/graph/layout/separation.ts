// How far apart neighbours of a layer stay.
import { gapBesideEdge, gapBetweenEdges, gapBetweenNodes } from './geometry.ts';
import type { Layers } from './layers.ts';

/** The least distance between the middles of two neighbours, in pixels. */
export function separation({ real, widths }: Pick<Layers, 'real' | 'widths'>, left: number, right: number): number {
  const edges = (left >= real ? 1 : 0) + (right >= real ? 1 : 0);
  const gap = edges === 0 ? gapBetweenNodes : edges === 1 ? gapBesideEdge : gapBetweenEdges;
  return ((widths[left] as number) + (widths[right] as number)) / 2 + gap;
}
