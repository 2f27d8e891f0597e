// From an engine's files to its report: layers joined with their times and with the nodes of the opened model.
import { type GraphIndex, nodeName } from '#core/graph/graphIndex.ts';
import type { Graph } from '#core/onnx/model.ts';
import { linkEngine } from '../actual/linkEngine.ts';
import { joinProfile, readProfile } from '../inspector/profile.ts';
import { readLayers } from '../inspector/readLayers.ts';
import type { Removal } from '../removal.ts';
import type { EngineReport, ReportedLayer } from './engineReport.ts';
import { layerPrecision } from './layerPrecision.ts';
import { layerRole } from './layerRole.ts';
import { servedLayers } from './served.ts';
import { layerBytes } from './traffic.ts';

/** What is known of the model that the engine was built from. */
export interface EngineModel {
  readonly graph: Graph;
  readonly index: GraphIndex;
  readonly removed: ReadonlyMap<number, Removal>;
  /** Floating-point operations of a node; undefined where shapes are not known. */
  readonly operations: (node: number) => number | undefined;
}

export interface EngineFiles {
  /** As the inspector writes them (`layers.json`). */
  readonly layers: string;
  /** As `trtexec --exportProfile` writes them (`profile.json`); null where there is none. */
  readonly profile: string | null;
}

/** @throws SyntaxError or ZodError where a file is not what it should be. */
export function readEngine({ graph, index, removed, operations }: EngineModel, files: EngineFiles): EngineReport {
  const names = graph.nodes.map(nodeName);
  const { layers, detailed } = readLayers(files.layers, new Set(names));
  const profile = files.profile === null ? null : readProfile(files.profile);
  const joined = profile && joinProfile(layers, profile);
  const link = linkEngine({ graph, index, layers, removed });
  const places = new Map(names.map((name, at) => [name, at]));
  const operatorsOf = (nodes: readonly string[]) =>
    nodes.map((name) => graph.nodes[places.get(name) ?? -1]?.opType ?? assumed(name));
  const roles = link.layers.map(({ layer }) => layerRole(layer, operatorsOf(layer.nodes)));
  const serves = servedLayers(layers, roles);
  const times = layers.map((_, at) => joined?.layers[at]?.time?.medianMs ?? null);
  const total = joined ? times.reduce<number>((sum, ms) => sum + (ms ?? 0), 0) : null;
  const written = new Set(layers.flatMap(({ outputs }) => outputs.map(({ name }) => name)));
  const fed = new Set([...index.inputs.map(({ name }) => name)]);

  const report = link.layers.map(({ layer, nodes, inferred }, at): ReportedLayer => {
    const precision = layerPrecision(layer);
    const own = [...nodes, ...inferred];
    const readsConstants = layer.inputs.some(({ name }) => !written.has(name) && !fed.has(name));
    const ms = times[at] ?? null;
    return {
      index: at,
      name: layer.name,
      kind: layer.kind,
      role: roles[at] ?? 'compute',
      kernel: layer.tactic,
      precision,
      nodes: [...new Set([...nodes.map((node) => names[node] ?? ''), ...layer.nodes])],
      inferred: inferred.map((node) => names[node] ?? ''),
      inputs: layer.inputs,
      outputs: layer.outputs,
      ms,
      share: ms === null || !total ? null : ms / total,
      bytes: layerBytes(layer, precision, readsConstants ? 0 : weightsInside(graph, index, own)),
      operations: sum(own.map(operations)),
      serves: serves[at] ?? null,
    };
  });
  const withReason = (kind: 'folded' | 'removed') =>
    link.fates.flatMap((fate, node) => (fate.kind === kind ? [{ node: names[node] ?? '', reason: fate.reason }] : []));
  return {
    layers: report,
    totalMs: total,
    runs: profile?.runs ?? 0,
    detailed,
    coverage: link.coverage,
    named: link.named,
    folded: withReason('folded'),
    removed: withReason('removed'),
    unmapped: link.fates.flatMap(({ kind }, node) => (kind === 'unmapped' ? [names[node] ?? ''] : [])),
    strays: joined?.left.map(({ name }) => name) ?? [],
  };
}

/** A rewrite names what it inserts after the operator: such nodes are not in the model that is open. */
function assumed(name: string): string {
  return /(QuantizeLinear|DequantizeLinear|Cast)(_\d+)?$/.exec(name)?.[1] ?? '';
}

function weightsInside(graph: Graph, index: GraphIndex, nodes: readonly number[]): number {
  const values = new Set(nodes.flatMap((node) => graph.nodes[node]?.inputs ?? []));
  return [...values].reduce((total, value) => {
    const dims = index.initializer(value)?.dims;
    return dims ? total + dims.reduce((count, size) => count * size, 1) : total;
  }, 0);
}

function sum(parts: readonly (number | undefined)[]): number | null {
  return parts.reduce<number | null>((total, part) => (total === null || part === undefined ? null : total + part), 0);
}
