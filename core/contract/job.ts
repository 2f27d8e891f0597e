// Jobs: units of work with progress, log, cancel and a result. This table is the only list of them.
import { z } from 'zod';
import { acceptanceSchema, gateSchema } from './acceptance.ts';
import { buildRecordSchema } from './build.ts';
import { calibrationResultSchema } from './calibration.ts';
import { compareReportSchema } from './comparison.ts';
import { failureSchema } from './failure.ts';
import { compareLoadRequestSchema, loadReportSchema, loadRequestSchema, loadResultSchema } from './load.ts';
import { benchOptionsSchema, evaluationSchema, measurementSchema } from './measurement.ts';
import { calibrationSchema, precisionSchema, recipeSchema } from './recipe.ts';
import { searchResultSchema } from './search.ts';
import { sensitivityResultSchema } from './sensitivity.ts';
import { benchExportedSchema, benchExportsSchema, skippedPointSchema, sweepSchema } from './sweep.ts';
import { targetSchema } from './target.ts';
import { explanationSchema } from './why.ts';

const model = z.string().describe('the model: its id, or a path on the command line');
const data = z.string().nullable().default(null);
const host = z.string().optional().describe('the host that does it; absent: this one');

/** In a request `model` and data sets are ids given out by the host. */
export const jobTable = {
  calibrate: {
    request: z.object({
      model,
      calibration: z.string().describe('data to calibrate on'),
      target: targetSchema.default('onnxruntime'),
      options: calibrationSchema,
      recipe: recipeSchema.nullable().default(null),
      /** Also write the model in INT8 by the ranges found. */
      quantized: z.string().optional().describe('a file to write the INT8 model to, without an engine'),
    }),
    result: calibrationResultSchema,
  },
  build: {
    request: z.object({
      model,
      target: targetSchema,
      recipe: recipeSchema,
      calibration: data.describe('data to calibrate INT8 on'),
      /** Ranges that are known already, in place of data: a file of ranges or a calibration cache of TensorRT. */
      ranges: z.string().optional().describe('a ranges.json or calibration.cache, in place of data'),
      /** The build, by id, whose engine takes the model's weights; the recipe must be that build's. */
      refit: z.string().optional().describe('a build whose engine takes the model’s weights, in place of building one'),
      /** Where to put the artifact; null: the library of builds. */
      out: z.string().nullable().default(null).describe('the folder to write'),
      /** Build again although the same build exists. */
      again: z.boolean().default(false),
      host,
    }),
    result: buildRecordSchema,
  },
  bench: {
    request: z.object({
      builds: z.array(z.string()).min(1),
      options: benchOptionsSchema,
      sweep: sweepSchema.prefault({}),
      exports: benchExportsSchema.prefault({}),
      host,
    }),
    /** Of every build at the first point of the sweep, then at the next. */
    result: z.object({
      measurements: z.array(measurementSchema),
      skipped: z.array(skippedPointSchema).default([]),
      /** Each build after the first held against the first, where layers and times of both are on record. */
      explanations: z.array(explanationSchema).optional(),
      exported: benchExportedSchema.optional(),
    }),
  },
  evaluate: {
    /** The first build is the reference. */
    request: z.object({
      builds: z.array(z.string()).min(1),
      test: data,
      preprocessing: recipeSchema.shape.calibration.unwrap().shape.preprocessing,
      samples: z.number().int().positive().default(1000),
      acceptance: acceptanceSchema.optional(),
      /** Whether each layer is compared too, at the cost of running both models with all these outputs. */
      layers: z.boolean().optional(),
    }),
    result: z.object({ evaluations: z.array(evaluationSchema) }),
  },
  compare: {
    request: z.object({
      model,
      target: targetSchema.default('onnxruntime'),
      precisions: z.array(precisionSchema).min(1).default(['fp32', 'fp16', 'int8']),
      calibration: data,
      test: data,
      /** Everything but the precision comes from here. */
      recipe: recipeSchema.nullable().default(null),
      bench: benchOptionsSchema.prefault({}),
      host,
    }),
    result: compareReportSchema,
  },
  sensitivity: {
    request: z.object({
      model,
      target: targetSchema.default('onnxruntime'),
      calibration: z.string().describe('data to calibrate on'),
      /** Data to measure on; null: the calibration's. */
      test: data,
      recipe: recipeSchema.nullable().default(null),
      samples: z.number().int().positive().default(16),
      /** Builds whose layers are timed besides. */
      builds: z.array(z.string()).default([]),
      /** Stop after so many seconds with what was measured until then; the next run goes on. */
      seconds: z.number().positive().nullable().default(null),
    }),
    result: sensitivityResultSchema,
  },
  search: {
    request: z.object({
      model,
      target: targetSchema.default('onnxruntime'),
      calibration: z.string().describe('data to calibrate on'),
      test: data,
      /** What every recipe of the search begins with. */
      recipe: recipeSchema.nullable().default(null),
      /** What must hold. */
      gate: gateSchema,
      precisions: z.array(precisionSchema).min(1).default(['fp32', 'fp16', 'int8']),
      minutes: z.number().positive().default(5).describe('stop after so many minutes with the best found until then'),
      /** Samples to tell a layer's sensitivity and a build's accuracy on. */
      sensitivitySamples: z.number().int().positive().default(16),
      /** Null: 500 for a bound on top-1, and 128 for others, which need fewer to be told. */
      samples: z.number().int().positive().nullable().default(null),
      bench: benchOptionsSchema.prefault({ warmUpMs: 100, durationMs: 1000, iterations: 10, rounds: 10 }),
    }),
    result: searchResultSchema,
  },
  load: { request: loadRequestSchema, result: loadResultSchema },
  compareLoad: { request: compareLoadRequestSchema, result: loadReportSchema },
} as const;

export type JobKind = keyof typeof jobTable;
export const jobKinds = Object.keys(jobTable) as JobKind[];
export type JobRequest<K extends JobKind> = z.infer<(typeof jobTable)[K]['request']>;
export type JobResult<K extends JobKind> = z.infer<(typeof jobTable)[K]['result']>;

/** Between the names of phases that lie in each other, the outermost first. */
export const phaseSeparator = ' › ';

export const progressSchema = z.object({
  /** What is being done now, such as `calibrating`; phases inside it follow, parted by `phaseSeparator`. */
  phase: z.string(),
  done: z.number(),
  /** 0 where the end is not known. */
  total: z.number(),
});
export type Progress = z.infer<typeof progressSchema>;

export const jobStateSchema = z.enum(['queued', 'running', 'done', 'failed', 'cancelled']);
export type JobState = z.infer<typeof jobStateSchema>;

export const jobSchema = z.object({
  id: z.string(),
  kind: z.enum(['calibrate', 'build', 'bench', 'evaluate', 'compare', 'sensitivity', 'search', 'load', 'compareLoad']),
  /** For people: `Build shapes.onnx in INT8 for onnxruntime`. */
  title: z.string(),
  /** The job that this one is a step of. */
  parent: z.string().nullable(),
  model: z.string().nullable(),
  precision: precisionSchema.nullable(),
  /** Null where it works for several targets, and for jobs that an older Lathe ran. */
  target: targetSchema.nullable().default(null),
  /** One job at a time runs on a device; null: the job only waits for others. */
  device: z.string().nullable(),
  state: jobStateSchema,
  progress: progressSchema.nullable(),
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  failure: failureSchema.nullable(),
  /** The id of what came out: a build, a calibration, a comparison. */
  product: z.string().nullable(),
});
export type Job = z.infer<typeof jobSchema>;
