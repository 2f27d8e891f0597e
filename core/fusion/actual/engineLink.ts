// The link between a model's nodes and a built engine's layers, in both directions.
import type { EngineLayer } from '../inspector/readLayers.ts';

/** What became of one ONNX node in the engine. Layers are places in `EngineLink.layers`. */
export type NodeFate =
  /** A layer of its own. */
  | { readonly kind: 'kept'; readonly layers: readonly number[]; readonly evidence: Evidence }
  /** Computed together with other nodes; in several layers where the runtime split or copied it. */
  | { readonly kind: 'fused'; readonly layers: readonly number[]; readonly evidence: Evidence }
  /** Computed at build time. */
  | { readonly kind: 'folded'; readonly reason: string }
  /** Nothing is left to run. */
  | { readonly kind: 'removed'; readonly reason: string }
  | { readonly kind: 'unmapped'; readonly reason: string };

/** `named`: the engine says so in its metadata or a layer's name. `inferred`: it can be computed nowhere else. */
export type Evidence = 'named' | 'inferred';

export interface LinkedLayer {
  readonly layer: EngineLayer;
  /** Node indexes that the engine names, in its order. */
  readonly nodes: readonly number[];
  /** Node indexes that it does not name and that can only be computed here. */
  readonly inferred: readonly number[];
}

export interface EngineLink {
  readonly layers: readonly LinkedLayer[];
  /** By node index. */
  readonly fates: readonly NodeFate[];
  /** Share of nodes whose fate is known, from 0 to 1; 1 for a graph without nodes. */
  readonly coverage: number;
  /** Share of nodes that the engine names. */
  readonly named: number;
}

/** Places in `layers` where the node is computed; none for folded, removed and unmapped nodes. */
export function layersOf(link: EngineLink, node: number): readonly number[] {
  const fate = link.fates[node];
  return fate?.kind === 'kept' || fate?.kind === 'fused' ? fate.layers : [];
}
