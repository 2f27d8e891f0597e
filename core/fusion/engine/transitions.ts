// How often an engine changes the type of its data between layers, and what that costs.
import type { EngineReport } from './engineReport.ts';
import { precisionOrder } from './layerPrecision.ts';

export interface Transition {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  /** Milliseconds of these layers together; null without a profile. */
  readonly ms: number | null;
  /** Their places in the engine's list. */
  readonly layers: readonly number[];
}

export interface TransitionMatrix {
  /** Types that occur, the widest first. */
  readonly types: readonly string[];
  /** Only pairs that occur. Where both are the same type it is the layout that changes. */
  readonly transitions: readonly Transition[];
}

export function transitionMatrix({ layers, totalMs }: Pick<EngineReport, 'layers' | 'totalMs'>): TransitionMatrix {
  const found = new Map<string, { from: string; to: string; ms: number; layers: number[] }>();
  for (const { index, role, inputs, outputs, ms } of layers) {
    if (role !== 'reformat') continue;
    const [from, to] = [inputs[0]?.type || 'unknown', outputs[0]?.type || 'unknown'];
    const key = `${from} ${to}`;
    const cell = found.get(key) ?? { from, to, ms: 0, layers: [] };
    cell.ms += ms ?? 0;
    cell.layers.push(index);
    found.set(key, cell);
  }
  const cells = [...found.values()];
  const types = [...new Set(cells.flatMap(({ from, to }) => [from, to]))];
  return {
    types: types.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1)),
    transitions: cells
      .map((cell) => ({ ...cell, count: cell.layers.length, ms: totalMs === null ? null : cell.ms }))
      .sort((a, b) => (b.ms ?? b.count) - (a.ms ?? a.count)),
  };
}

function place(type: string): number {
  const at = precisionOrder.indexOf(type);
  return at < 0 ? precisionOrder.length : at;
}
