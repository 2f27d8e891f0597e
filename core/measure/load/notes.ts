// What whoever reads a load must know to believe it.
import type { LoadPoint } from '#core/contract/load.ts';

/** So many samples lie beyond the 99th percentile of a thousand. */
const enough = 1000;

export function notesOn(points: readonly LoadPoint[], { local }: { readonly local: boolean }): string[] {
  const notes: string[] = [];
  if (local) notes.push('Client and server shared this machine’s processors.');
  const limited = points.filter(({ clientLimited }) => clientLimited).length;
  if (limited > 0) {
    notes.push(
      `The client was the limit at ${limited} of ${points.length} points: its event loop was busy or late, so the server may do better.`,
    );
  }
  const errors = points.reduce((sum, point) => sum + point.errors, 0);
  if (errors > 0) notes.push(`${errors} requests failed: ${causesOf(points)}.`);
  const fewest = Math.min(...points.map(({ requests }) => requests));
  if (fewest < enough) {
    notes.push(
      `The smallest point has ${fewest} requests: its 99th percentile rests on ${Math.ceil(fewest / 100)} of them; longer points tell more.`,
    );
  }
  return notes;
}

function causesOf(points: readonly LoadPoint[]): string {
  const sums = new Map<string, number>();
  for (const { causes } of points) {
    for (const [cause, count] of Object.entries(causes)) sums.set(cause, (sums.get(cause) ?? 0) + count);
  }
  return [...sums]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([cause, count]) => `${cause} (${count})`)
    .join(', ');
}
