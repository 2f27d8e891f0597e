// A built engine as people look at it: every layer with its kernel, precision, time, traffic and ONNX nodes.
import type { LayerTensor } from '../inspector/readLayers.ts';
import type { LayerRole } from './layerRole.ts';

export interface ReportedLayer {
  /** The place in the engine's list: names may occur twice. */
  readonly index: number;
  readonly name: string;
  /** In the runtime's words, such as `CaskConvolution`, `kgen`, `Conv`. */
  readonly kind: string;
  readonly role: LayerRole;
  /** The kernel that runs; '' where none is named. */
  readonly kernel: string;
  /** What it works in; '' where the engine does not tell. */
  readonly precision: string;
  /** ONNX nodes that the engine says it computes, and those that can be computed nowhere else. */
  readonly nodes: readonly string[];
  readonly inferred: readonly string[];
  readonly inputs: readonly LayerTensor[];
  readonly outputs: readonly LayerTensor[];
  /** Median milliseconds of one inference; null without a time. */
  readonly ms: number | null;
  /** Of the sum over layers, 0 to 1. */
  readonly share: number | null;
  /** Bytes read and written; null where shapes are not told. */
  readonly bytes: number | null;
  /** Floating-point operations of its nodes (2 a multiply-accumulate); null where shapes are not known. */
  readonly operations: number | null;
  /** The layer that it serves: for a reformat or copy the one that reads what it wrote; null for layers of their own. */
  readonly serves: number | null;
}

export interface EngineReport {
  readonly layers: readonly ReportedLayer[];
  /** Sum of the layers' medians; null without a profile. The engine's own latency is less: profiling adds gaps. */
  readonly totalMs: number | null;
  /** Inferences that the times are of. */
  readonly runs: number;
  /** False where the engine was built without detailed verbosity. */
  readonly detailed: boolean;
  /** Share of the model's nodes whose fate is known, and of those that the engine names, 0 to 1. */
  readonly coverage: number;
  readonly named: number;
  readonly folded: readonly NodeReason[];
  readonly removed: readonly NodeReason[];
  readonly unmapped: readonly string[];
  /** Rows of the profile that belong to no layer. */
  readonly strays: readonly string[];
}

export interface NodeReason {
  readonly node: string;
  readonly reason: string;
}

/** All nodes of a layer. */
export function nodesOf({ nodes, inferred }: Pick<ReportedLayer, 'nodes' | 'inferred'>): readonly string[] {
  return inferred.length === 0 ? nodes : [...nodes, ...inferred];
}
