// The differences of two models in one list, in the order in which the second computes.
import type { Change } from '#core/graph/diff/changes.ts';
import type { GraphDiff, NamedNode } from '#core/graph/diff/diff.ts';
import type { Mark } from '#renderer/graph/marks.ts';

export interface Difference {
  readonly mark: Mark;
  readonly name: string;
  readonly operator: string;
  /** Places in the first and the second model; -1 where the node is not there. */
  readonly a: number;
  readonly b: number;
  readonly changes: readonly Change[];
}

/** What was removed stands behind what came before it in the first model. */
export function differences({ added, removed, changed, partners }: GraphDiff): readonly Difference[] {
  const behind = new Int32Array(partners.length);
  let last = -1;
  partners.forEach((partner, node) => {
    if (partner !== -1) last = partner;
    behind[node] = last;
  });
  const alone = (mark: Mark, a: number, b: number, named: NamedNode): Difference => {
    return { mark, name: named.name, operator: named.operator, a, b, changes: [] };
  };
  const placed = [
    ...added.map((one) => ({ place: one.node, difference: alone('added', -1, one.node, one) })),
    ...removed.map((one) => ({
      place: (behind[one.node] ?? -1) + 0.5,
      difference: alone('removed', one.node, -1, one),
    })),
    ...changed.map((one) => ({ place: one.b, difference: { mark: 'changed' as const, ...one } })),
  ];
  placed.sort((one, other) => one.place - other.place || one.difference.a - other.difference.a);
  return placed.map(({ difference }) => difference);
}

/** A change as a sentence part: `strides: was 1, is 2`. */
export function changeText({ about, name, before, after }: Change): string {
  const what = about === 'input' || about === 'weight' ? `${about} ${name}` : about === 'operator' ? about : name;
  if (before === '') return `${what}: now ${after}`;
  return after === '' ? `${what}: no longer ${before}` : `${what}: ${before} → ${after}`;
}
