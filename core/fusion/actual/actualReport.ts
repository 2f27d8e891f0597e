// The link of a model and its engine in the contract's words, with times where there is a profile.
import type { ActualReport } from '#core/contract/preview.ts';
import { nodeName } from '#core/graph/graphIndex.ts';
import type { Graph } from '#core/onnx/model.ts';
import { joinProfile, type Profile } from '../inspector/profile.ts';
import type { EngineLink } from './engineLink.ts';

export function actualReport(graph: Graph, link: EngineLink, profile?: Profile): ActualReport {
  const names = graph.nodes.map(nodeName);
  const of = (nodes: readonly number[]) => nodes.map((node) => names[node] ?? '');
  const timed =
    profile &&
    joinProfile(
      link.layers.map(({ layer }) => layer),
      profile,
    ).layers;
  const rows = link.layers.map(({ layer, nodes, inferred }, index) => ({
    layer: layer.name,
    type: layer.kind,
    nodes: of(nodes),
    inferred: of(inferred),
    index,
    precision: layer.outputs[0]?.type ?? '',
    timeMs: timed?.[index]?.time?.medianMs ?? null,
  }));
  const reasons = (kind: 'folded' | 'removed') =>
    link.fates.flatMap((fate, node) => (fate.kind === kind ? [{ node: names[node] ?? '', reason: fate.reason }] : []));
  return {
    groups: rows.filter(({ nodes, inferred }) => nodes.length + inferred.length > 0),
    inserted: rows
      .filter(({ nodes, inferred }) => nodes.length + inferred.length === 0)
      .map(({ nodes: _nodes, inferred: _inferred, ...row }) => row),
    folded: reasons('folded'),
    removed: reasons('removed'),
    unmapped: link.fates.flatMap(({ kind }, node) => (kind === 'unmapped' ? [names[node] ?? ''] : [])),
    coverage: link.coverage,
    named: link.named,
  };
}
