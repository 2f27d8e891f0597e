// The recipes of a search by latency and exactness, with the front that none of them beats.
import type { SearchPoint, SearchResult } from '#core/contract/search.ts';
import { pointName } from '#core/measure/search/findings.ts';
import { Scatter } from '#renderer/charts/Scatter.tsx';
import { fixed, latency } from '#renderer/format/format.ts';
import { precisionColour } from '#renderer/widgets/PrecisionBadge.tsx';

interface FrontChartProps {
  readonly search: SearchResult;
  readonly selected: string | null;
  readonly onSelect: (build: string) => void;
}

/** Identical outputs have no SQNR: they stand so far above the most exact of the others. */
const above = 1.15;

export function FrontChart({ search, selected, onSelect }: FrontChartProps) {
  const measured = search.points.filter((point) => point.latencyMs !== null);
  if (measured.length < 2) return null;
  const highest = Math.max(...measured.map(({ sqnrDb }) => sqnrDb ?? 0), search.gate.minSqnrDb ?? 0);
  const exactness = ({ sqnrDb, maxAbsError }: SearchPoint) => sqnrDb ?? (maxAbsError === 0 ? highest * above : 0);
  const text = (point: SearchPoint) =>
    point.sqnrDb === null ? 'identical outputs' : `SQNR ${fixed(point.sqnrDb, 1)} dB`;
  const bound = search.gate.minSqnrDb;
  return (
    <Scatter
      name="Latency and SQNR of the recipes that were tried"
      x={{ title: 'median latency, ms', format: String }}
      y={{
        title: 'SQNR of the outputs, dB (FP32: identical)',
        format: (value) => (value > highest * 1.1 ? '∞' : String(Math.round(value))),
      }}
      bound={bound === undefined ? undefined : { y: bound, title: `at least ${bound} dB` }}
      dots={measured.map((point) => ({
        id: point.build,
        x: point.latencyMs ?? 0,
        y: exactness(point),
        colour: precisionColour(point.precision),
        title: `${pointName(point, search.layers.length)}: ${latency(point.latencyMs)}, ${text(point)}${point.holds ? '' : ', breaks the bounds'}`,
        hollow: !point.holds,
        chosen: point.build === selected,
        onFront: point.onFront,
      }))}
      onDot={onSelect}
    />
  );
}
