// The engine as a graph of its own: layers that run as nodes, the tensors between them as edges.
import type { ReportedLayer } from './engineReport.ts';

export interface EngineGraph {
  /** The layer of each node, by its place in the engine's list. */
  readonly layers: Int32Array;
  /** The nodes at both ends of each edge: a node writes a tensor that the other reads. */
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Constants and what does nothing when the engine runs are left out; edges through them are drawn past them. */
export function engineGraph(layers: readonly ReportedLayer[]): EngineGraph {
  const shown = layers.filter(({ role }) => role !== 'constant' && role !== 'idle');
  const placeOf = new Map(shown.map(({ index }, place) => [index, place]));
  const writer = new Map<string, ReportedLayer>();
  for (const layer of layers) for (const { name } of layer.outputs) if (!writer.has(name)) writer.set(name, layer);
  const ends = new Map<string, readonly [number, number]>();
  for (const layer of shown) {
    const to = placeOf.get(layer.index);
    for (const source of sources(layer, writer, new Set())) {
      const from = placeOf.get(source);
      if (from !== undefined && to !== undefined && from !== to) ends.set(`${from} ${to}`, [from, to]);
    }
  }
  return {
    layers: Int32Array.from(shown, ({ index }) => index),
    from: Int32Array.from(ends.values(), ([from]) => from),
    to: Int32Array.from(ends.values(), ([, to]) => to),
  };
}

/** The shown layers whose tensors a layer reads, through those that are not shown. */
function sources(
  layer: ReportedLayer,
  writer: ReadonlyMap<string, ReportedLayer>,
  seen: Set<number>,
): readonly number[] {
  return layer.inputs.flatMap(({ name }) => {
    const before = writer.get(name);
    if (!before || seen.has(before.index)) return [];
    seen.add(before.index);
    return before.role === 'idle' || before.role === 'constant' ? sources(before, writer, seen) : [before.index];
  });
}
