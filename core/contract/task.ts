// What the host hands to a worker process, and what comes back. Ids have become paths here.
import { z } from 'zod';
import { buildRecordSchema } from './build.ts';
import { failureSchema } from './failure.ts';
import { jobTable, progressSchema } from './job.ts';

const place = z.object({
  /** A folder of the worker's own, on the same file system as the library, emptied by the host afterwards. */
  scratch: z.string(),
  /** Where calibrations are kept and found again. */
  calibrations: z.string(),
  /** Where finished builds are renamed to. */
  builds: z.string(),
});
const modelFile = z.object({ id: z.string(), name: z.string(), path: z.string() });
const dataPath = z.string().nullable();

export const taskSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('calibrate'),
    request: jobTable.calibrate.request,
    model: modelFile,
    calibration: z.string(),
    place,
  }),
  z.object({
    kind: z.literal('build'),
    request: jobTable.build.request,
    model: modelFile,
    calibration: dataPath,
    /** Whose engine takes the model's weights. */
    refit: buildRecordSchema.optional(),
    /** When the job began, in milliseconds since 1970; absent where nobody asks. */
    began: z.number().optional(),
    place,
  }),
  z.object({ kind: z.literal('bench'), request: jobTable.bench.request, builds: z.array(buildRecordSchema), place }),
  z.object({
    kind: z.literal('evaluate'),
    request: jobTable.evaluate.request,
    builds: z.array(buildRecordSchema),
    test: dataPath,
    place,
  }),
  z.object({
    kind: z.literal('sensitivity'),
    request: jobTable.sensitivity.request,
    model: modelFile,
    builds: z.array(buildRecordSchema),
    calibration: z.string(),
    test: dataPath,
    place,
  }),
  z.object({ kind: z.literal('load'), request: jobTable.load.request, data: dataPath, place }),
]);
export type Task = z.infer<typeof taskSchema>;
export type TaskKind = Task['kind'];
export type TaskOf<K extends TaskKind> = Extract<Task, { kind: K }>;

export const toWorkerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run'), task: taskSchema }),
  z.object({ type: z.literal('cancel') }),
]);
export type ToWorker = z.infer<typeof toWorkerSchema>;

export const fromWorkerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), progress: progressSchema }),
  z.object({ type: z.literal('log'), lines: z.array(z.string()) }),
  z.object({ type: z.literal('done'), result: z.unknown() }),
  z.object({ type: z.literal('failed'), failure: failureSchema }),
]);
export type FromWorker = z.infer<typeof fromWorkerSchema>;
