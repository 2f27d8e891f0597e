// The order and choice of layers in the table.
import { nodesOf, type ReportedLayer } from '#core/fusion/engine/engineReport.ts';

export const columns = ['place', 'name', 'kernel', 'precision', 'ms', 'bytes', 'nodes'] as const;
export type ColumnKey = (typeof columns)[number];

export interface Order {
  readonly by: ColumnKey;
  readonly down: boolean;
}

/** Layers whose name, kind, kernel, precision or nodes hold every word. */
export function filtered(layers: readonly ReportedLayer[], text: string): readonly ReportedLayer[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return layers;
  return layers.filter((layer) => {
    const all = [layer.name, layer.kind, layer.role, layer.kernel, layer.precision, ...nodesOf(layer)]
      .join('\n')
      .toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** What is not known comes last in either direction; equal layers stay in the engine's order. */
export function ordered(layers: readonly ReportedLayer[], { by, down }: Order): readonly ReportedLayer[] {
  const sign = down ? -1 : 1;
  return layers.toSorted((a, b) => {
    const [x, y] = [keyOf(a, by), keyOf(b, by)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || a.index - b.index;
    return sign * compare(x, y) || a.index - b.index;
  });
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}

function keyOf(layer: ReportedLayer, by: ColumnKey): string | number | null {
  switch (by) {
    case 'place':
      return layer.index;
    case 'name':
      return layer.name;
    case 'kernel':
      return layer.kernel || null;
    case 'precision':
      return layer.precision || null;
    case 'ms':
      return layer.ms;
    case 'bytes':
      return layer.bytes;
    case 'nodes':
      return nodesOf(layer).length;
  }
}
