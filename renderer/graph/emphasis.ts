// What stands out in the graph, and as what.
export type Emphasis = 'selected' | 'producer' | 'consumer' | 'hovered' | 'lit' | 'chosen' | 'onWay';

export interface Highlight {
  readonly items: ReadonlyMap<number, Emphasis>;
  /** Edges of the selection, and those of what is hovered. */
  readonly edges: ReadonlyMap<number, 'strong' | 'light'>;
}
