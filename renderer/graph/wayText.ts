// The ways between two nodes in words.
import type { Between } from '#core/graph/paths/between.ts';
import { count } from '#renderer/format/format.ts';

const longestFigure = 1_000_000n;

/** "4 ways, the shortest of 7 steps, over 23 nodes". */
export function wayText({ ways, shortest, nodes }: Between): string {
  const steps = shortest.length - 1;
  const short = steps === 1 ? '1 step' : `${count(steps)} steps`;
  const between = nodes.length - 2;
  const over = between === 0 ? '' : `, over ${count(between)} ${between === 1 ? 'node' : 'nodes'}`;
  if (ways === undefined) return `ways that go in circles, the shortest of ${short}${over}`;
  if (ways === 1n) return `one way of ${short}${over === '' ? '' : over}`;
  const many = ways > longestFigure ? 'more than a million' : count(Number(ways));
  return `${many} ways, the shortest of ${short}${over}`;
}
