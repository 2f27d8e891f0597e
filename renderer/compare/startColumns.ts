// The columns about what comes before the measured latency.
import { type Column, column } from './column.ts';

/** What it takes before the measured latency holds, and how steady that latency is. */
export const startColumns: readonly Column[] = [
  column('Build', 's', 'Time to build the engine, calibration included', ({ build }) => build.buildMs / 1000),
  column('Load', 'ms', 'Time to load the engine', ({ measurement }) => measurement?.loadMs ?? null),
  column(
    'First inference',
    'ms',
    'The first one after loading; in no other figure',
    ({ build }) => build.firstInferenceMs,
  ),
  column(
    'Warm-up',
    'runs',
    'Inferences before measuring began',
    ({ measurement }) => measurement?.warmUp.count ?? null,
    0,
  ),
  column('Warm-up median', 'ms', 'Their median latency', ({ measurement }) => measurement?.warmUp.medianMs ?? null),
  column('Measured', 'runs', 'Inferences that were measured', ({ measurement }) => measurement?.count ?? null, 0),
  column('Fastest', 'ms', 'The fastest one measured', ({ measurement }) => measurement?.latencyMs.min ?? null),
  column('Slowest', 'ms', 'The slowest one measured', ({ measurement }) => measurement?.latencyMs.max ?? null),
  column(
    'Variation',
    '%',
    'Standard deviation over the mean',
    ({ measurement }) => measurement?.latencyMs.variationPercent ?? null,
  ),
];
