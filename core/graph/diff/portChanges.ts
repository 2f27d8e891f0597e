// Inputs and outputs of a graph that came, went or have another type.
import type { Change } from './changes.ts';
import type { PortDigest } from './digest.ts';

export function portChanges(
  about: 'input' | 'output',
  a: readonly PortDigest[],
  b: readonly PortDigest[],
): readonly Change[] {
  const before = new Map(a.map(({ name, type }) => [name, type]));
  const after = new Map(b.map(({ name, type }) => [name, type]));
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => ({ about, name, before: before.get(name) ?? '', after: after.get(name) ?? '' }));
}
