// A build measured in several shapes: the points' names, and builds of other precisions measured at the same points.
import type { BuildRecord } from '#core/contract/build.ts';
import type { Measurement } from '#core/contract/measurement.ts';

export interface Sweep {
  /** What tells the points apart: `batch`, or `shape`. */
  readonly by: 'batch' | 'shape';
  readonly points: readonly string[];
  readonly lines: readonly { readonly build: BuildRecord; readonly at: readonly (Measurement | null)[] }[];
}

/** Points are batches where nothing but first dimensions differ. The build itself comes first. */
export function sweepOf(
  build: BuildRecord,
  builds: readonly BuildRecord[],
  sweeps: Readonly<Record<string, readonly Measurement[]>>,
): Sweep | null {
  const own = sweeps[build.id] ?? [];
  if (own.length === 0) return null;
  const shapes = own.map(shapeOf);
  const by = new Set(own.map(restOf)).size === 1 && new Set(own.map(batchOf)).size === own.length ? 'batch' : 'shape';
  const points = by === 'batch' ? own.map((one) => String(batchOf(one))) : shapes;
  const others = builds.filter(
    (other) => other.model === build.model && other.target === build.target && other.precision !== build.precision,
  );
  const at = (id: string) => shapes.map((shape) => sweeps[id]?.find((one) => shapeOf(one) === shape) ?? null);
  const lines = others
    .map((other) => ({ build: other, at: at(other.id) }))
    .filter((line) => line.at.some((measurement) => measurement !== null));
  // Builds come newest first: one line a precision.
  const newest = lines.filter(
    (line, index) => lines.findIndex((one) => one.build.precision === line.build.precision) === index,
  );
  return { by, points, lines: [{ build, at: own }, ...newest] };
}

/** Inferences a second times the rows of each. */
export function rowsASecond({ throughput, conditions }: Measurement): number {
  return throughput * batchOf({ conditions });
}

type Fed = Pick<Measurement, 'conditions'>;

/** The largest first dimension: inputs such as a scale keep theirs at 1. */
function batchOf({ conditions }: Fed): number {
  return Math.max(1, ...Object.values(conditions.inputs).map(([first = 1]) => first));
}

function restOf({ conditions }: Fed): string {
  return Object.values(conditions.inputs)
    .map((dims) => dims.slice(1).join('×'))
    .join(', ');
}

function shapeOf({ conditions }: Fed): string {
  const inputs = Object.entries(conditions.inputs);
  return inputs.map(([name, dims]) => (inputs.length > 1 ? `${name} ` : '') + dims.join('×')).join(', ');
}
