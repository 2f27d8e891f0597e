// Which layer a reformat or a copy is there for.
import type { EngineLayer } from '../inspector/readLayers.ts';
import type { LayerRole } from './layerRole.ts';

/**
 * For each layer that computes nothing the one that reads what it wrote, through further ones of its kind; where nobody
 * reads it, the one that wrote what it reads. Null for layers that compute, and where there is none.
 */
export function servedLayers(layers: readonly EngineLayer[], roles: readonly LayerRole[]): readonly (number | null)[] {
  const readers = new Map<string, number[]>();
  const writers = new Map<string, number>();
  layers.forEach(({ inputs, outputs }, at) => {
    for (const { name } of inputs) readers.set(name, [...(readers.get(name) ?? []), at]);
    for (const { name } of outputs) if (!writers.has(name)) writers.set(name, at);
  });
  const follow = (start: number, next: (at: number) => readonly number[]): number | null => {
    const seen = new Set([start]);
    const waiting = [start];
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
      for (const other of next(at)) {
        if (seen.has(other)) continue;
        if (roles[other] === 'compute') return other;
        seen.add(other);
        waiting.push(other);
      }
    }
    return null;
  };
  const after = (at: number) => layers[at]?.outputs.flatMap(({ name }) => readers.get(name) ?? []) ?? [];
  const before = (at: number) => layers[at]?.inputs.flatMap(({ name }) => writers.get(name) ?? []) ?? [];
  return layers.map((_, at) => (roles[at] === 'compute' ? null : (follow(at, after) ?? follow(at, before))));
}
