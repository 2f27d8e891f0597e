// A home of its own for a test of jobs, with the words to start them.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import { jobTable } from '#core/contract/job.ts';
import { type BenchOptions, benchOptionsSchema } from '#core/contract/measurement.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import type { Task, TaskOf } from '#core/contract/task.ts';
import type { Model } from '#core/onnx/model.ts';
import type { Context } from '#electron/worker/context.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';

/** The bundled sample: a model, images to calibrate on and labelled ones to test with. */
export const sample = resolve(import.meta.dirname, '../../../assets/samples/shapes');
export const sampleModel = join(sample, 'shapes.onnx');

export interface Workplace {
  readonly home: string;
  readonly place: Task['place'];
  /** What jobs logged. */
  readonly lines: string[];
  context(signal?: AbortSignal): Context;
  /** Writes a model below the home and gives its path. */
  write(name: string, model: Model): Promise<string>;
  buildTask(path: string, recipe?: object, change?: BuildChange): TaskOf<'build'>;
  /** `beside` holds the sweep and what to export. */
  benchTask(builds: readonly BuildRecord[], options?: Partial<BenchOptions>, beside?: object): TaskOf<'bench'>;
  evaluateTask(builds: readonly BuildRecord[], test?: string | null): TaskOf<'evaluate'>;
  remove(): void;
}

export interface BuildChange {
  readonly calibration?: string;
  readonly out?: string;
  readonly again?: boolean;
  readonly target?: string;
  readonly refit?: BuildRecord;
}

export function workplace(): Workplace {
  const home = mkdtempSync(join(tmpdir(), 'lathe-worker-'));
  const folder = (name: string) => {
    const path = join(home, name);
    mkdirSync(path);
    return path;
  };
  const place = { scratch: folder('scratch'), calibrations: folder('calibrations'), builds: folder('builds') };
  const lines: string[] = [];
  return {
    home,
    place,
    lines,
    context: (signal = new AbortController().signal) => ({
      place,
      signal,
      progress: () => undefined,
      log: (line) => lines.push(line),
    }),
    async write(name, model) {
      const path = join(home, name);
      await writeModelFile(model, path, { signal: new AbortController().signal });
      return path;
    },
    buildTask(
      path,
      recipe = { precision: 'fp32' },
      { calibration, out = null, again = false, target = 'onnxruntime', refit } = {},
    ) {
      return {
        kind: 'build',
        model: { id: 'model', name: path.split('/').at(-1) ?? path, path },
        calibration: calibration ?? null,
        ...(refit && { refit }),
        place,
        request: {
          model: 'model',
          target,
          recipe: recipeSchema.parse({ options: { threads: 1 }, ...recipe }),
          calibration: calibration ? 'data' : null,
          out,
          again,
        },
      };
    },
    benchTask: (builds, options = {}, beside = {}) => ({
      kind: 'bench',
      request: {
        builds: builds.map(({ id }) => id),
        options: benchOptionsSchema.parse({ warmUpMs: 5, durationMs: 60, iterations: 12, rounds: 6, ...options }),
        ...jobTable.bench.request.pick({ sweep: true, exports: true }).parse(beside),
      },
      builds: [...builds],
      place,
    }),
    evaluateTask: (builds, test = null) => ({
      kind: 'evaluate',
      request: { builds: builds.map(({ id }) => id), test: test && 'data', preprocessing: null, samples: 100 },
      builds: [...builds],
      test,
      place,
    }),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
