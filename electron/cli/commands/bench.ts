// `lathe bench`: latency of builds, or of models built in FP32 first, measured in turns.
import { statSync } from 'node:fs';
import type { BuildRecord } from '#core/contract/build.ts';
import type { Client } from '#core/contract/client.ts';
import type { Measurement } from '#core/contract/measurement.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import { digits, formatBytes } from '#core/measure/report/units.ts';
import { command } from '../command.ts';
import { printJson } from '../print.ts';
import { type RunOptions, runJob } from '../runJob.ts';
import { withSession } from '../session.ts';
import { textTable } from '../textTable.ts';
import { benchOptions, benchRequest, targetOption } from './words.ts';

export const bench = command({
  name: 'bench',
  description: 'measure the latency of builds, or of models as they are',
  positionals: [
    {
      name: 'BUILD',
      description: 'the folder of a build, or an ONNX model, which is built in FP32 first',
      required: true,
      many: true,
    },
  ],
  options: { target: targetOption, ...benchOptions },
  async run({ words, options, json, verbose, terminal, environment }) {
    const { builds, measurements } = await withSession(environment, async (client) => {
      const records: BuildRecord[] = [];
      for (const path of words) records.push(await buildAt(path, options.target, client, { terminal, verbose }));
      const request = { builds: records.map((build) => build.id), options: benchRequest(options) };
      const result = await runJob(client, { kind: 'bench', request }, { terminal, verbose });
      return { builds: records, measurements: result.measurements };
    });
    const rows = measurements.map((measurement, index) => ({
      build: builds[index],
      measurement,
      name: words[index] ?? '',
    }));
    if (json) {
      printJson(terminal, {
        measurements: rows.map(({ build, measurement }) => ({
          path: build?.engine,
          precision: build?.precision,
          target: build?.target,
          ...measurement,
        })),
      });
    } else terminal.out(`${benchText(rows)}\n`);
    return 0;
  },
});

async function buildAt(path: string, target: string, client: Client, options: RunOptions): Promise<BuildRecord> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return client.call('build.open', { path });
  const model = await client.call('model.open', { path });
  const recipe = recipeSchema.parse({ precision: 'fp32' });
  const request = { model: model.id, target, recipe, calibration: null, out: null, again: false };
  return runJob(client, { kind: 'build', request }, options);
}

interface Row {
  readonly name: string;
  readonly build: BuildRecord | undefined;
  readonly measurement: Measurement;
}

function benchText(rows: readonly Row[]): string {
  const head = [
    '',
    'precision',
    'median ms',
    'p90 ms',
    'p95 ms',
    'p99 ms',
    'first ms',
    'a second',
    'peak memory',
    'runs',
  ];
  return textTable(
    head,
    rows.map(({ name, build, measurement: { latencyMs, throughput, firstInferenceMs, peakMemoryBytes, count } }) => [
      name,
      build?.precision.toUpperCase() ?? '',
      latencyMs.median.toFixed(3),
      latencyMs.p90.toFixed(3),
      latencyMs.p95.toFixed(3),
      latencyMs.p99.toFixed(3),
      firstInferenceMs.toFixed(3),
      digits(throughput),
      formatBytes(peakMemoryBytes),
      String(count),
    ]),
    [2, 3, 4, 5, 6, 7, 8, 9],
  );
}
