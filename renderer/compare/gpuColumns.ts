// The columns about what latency on a GPU is made of, and what the driver saw beside it.
import type { GpuTimes } from '#core/contract/gpu.ts';
import { startedBy } from '#core/measure/gpu/startedBy.ts';
import { columnDecimals, fixed } from '#renderer/format/format.ts';
import { type Column, column } from './column.ts';
import type { Row } from './rows.ts';

/** CUDA's events tell half a microsecond. */
const mostDecimals = 4;

const part = (title: string, about: string, value: (gpu: GpuTimes) => number): Column => ({
  title,
  unit: 'ms',
  about,
  text(rows) {
    const values = rows.map(({ measurement }) => (measurement?.gpu ? value(measurement.gpu) : null));
    const places = Math.min(mostDecimals, columnDecimals(values));
    return values.map((each) => fixed(each, places));
  },
});

/** The mean of a reading; its range where it moved by more than a twentieth. */
const reading = (title: string, unit: string, about: string, name: string): Column => ({
  title,
  unit,
  about,
  text(rows) {
    const seen = rows.map(({ measurement }) => measurement?.gpu?.sight?.readings[name]);
    const places = columnDecimals(seen.map((one) => one?.mean ?? null));
    return seen.map((one) => {
      if (!one) return '–';
      const { min, mean, max } = one;
      const text = fixed(mean, places);
      return max - min > 0.05 * mean ? `${text} [${fixed(min, 0)}, ${fixed(max, 0)}]` : text;
    });
  },
});

export const gpuColumns: readonly Column[] = [
  part('Compute', 'Median time of the kernels, by the GPU’s clock', ({ computeMs }) => computeMs.median),
  part('H2D', 'Median time to copy the inputs to the GPU', ({ h2dMs }) => h2dMs.median),
  part('D2H', 'Median time to copy the outputs from the GPU', ({ d2hMs }) => d2hMs.median),
  part('Enqueue', 'Median time of the host to start an inference', ({ enqueueMs }) => enqueueMs.median),
  column(
    'CoV',
    '%',
    'Of computing times: standard deviation over the mean',
    ({ measurement }) => measurement?.gpu?.computeMs.variationPercent ?? null,
    1,
  ),
  reading('Power', 'W', 'Mean power of the card, with lowest and highest where it moved', 'powerWatts'),
  reading(
    'Clock',
    'MHz',
    'Mean clock of the multiprocessors, with lowest and highest where it moved',
    'graphicsMegahertz',
  ),
  reading('Temp.', '°C', 'Mean temperature of the chip', 'celsius'),
  column('Energy', 'mJ', 'Of one inference: mean power times the time that it takes', ({ measurement }) => {
    const energy = measurement?.gpu?.energy;
    return energy ? 1000 * energy.joulesPerInference : null;
  }),
  {
    title: 'Held back',
    unit: '%',
    about: 'Share of the looks in which the driver held clocks back; why is said below',
    text: (rows) =>
      rows.map(({ measurement }) => {
        const sight = measurement?.gpu?.sight;
        if (!sight) return '–';
        return fixed(100 * Math.max(0, ...sight.throttled.map(({ share }) => share)), 0);
      }),
  },
  {
    title: 'Started by',
    unit: '',
    about: 'One call a kernel (enqueue) or a captured CUDA graph, and inferences side by side',
    text: (rows) =>
      rows.map(({ measurement }: Row) => (measurement?.gpu ? startedBy(measurement.gpu).replace('CUDA ', '') : '–')),
  },
];
