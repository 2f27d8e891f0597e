// Every call a shell may make on the host, with what goes in and what comes out.
import { z } from 'zod';
import { buildRecordSchema } from './build.ts';
import { calibrationResultSchema } from './calibration.ts';
import { compareReportSchema } from './comparison.ts';
import { dataSetSchema } from './data.ts';
import { eventSchema } from './event.ts';
import { exportFormatSchema, exportOptionsSchema, exportPreviewSchema, exportResultSchema } from './export.ts';
import { freedSchema, homeReportSchema } from './home.ts';
import { inspectReportSchema } from './inspect.ts';
import { jobSchema, jobTable } from './job.ts';
import { loadReportSchema } from './load.ts';
import { modelRefSchema } from './model.ts';
import { previewReportSchema } from './preview.ts';
import { otherPrecisionSchema, precisionSchema, tensorRtOptionsSchema } from './recipe.ts';
import {
  artifactFileSchema,
  contentSchema,
  hostNameSchema,
  hostWaySchema,
  largestRange,
  missingContentSchema,
  placedContentSchema,
  remoteHostSchema,
} from './remote.ts';
import { searchResultSchema } from './search.ts';
import { sensitivityResultSchema } from './sensitivity.ts';
import { deploymentSchema, servedSourceSchema, servingOptionsSchema } from './serving.ts';
import { supportReportSchema } from './support.ts';
import { doctorSchema, targetSchema } from './target.ts';

const bytes = z.instanceof(Uint8Array);
const id = z.string().min(1);

/** All that a view needs to stand, as of event `seq`; later events bring it up to date. */
export const snapshotSchema = z.object({
  seq: z.number(),
  lathe: z.string(),
  models: z.array(modelRefSchema),
  /** The bundled sample's id, or null where it is not installed. */
  sample: z.string().nullable(),
  data: z.array(dataSetSchema),
  jobs: z.array(jobSchema),
  builds: z.array(buildRecordSchema),
  comparisons: z.array(compareReportSchema),
  /** Newest first. */
  searches: z.array(searchResultSchema).optional(),
  /** Newest first. */
  deployments: z.array(deploymentSchema).optional(),
  /** Loads on several variants, newest first. */
  loads: z.array(loadReportSchema).optional(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const startRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('calibrate'), request: jobTable.calibrate.request }),
  z.object({ kind: z.literal('build'), request: jobTable.build.request }),
  z.object({ kind: z.literal('bench'), request: jobTable.bench.request }),
  z.object({ kind: z.literal('evaluate'), request: jobTable.evaluate.request }),
  z.object({ kind: z.literal('compare'), request: jobTable.compare.request }),
  z.object({ kind: z.literal('sensitivity'), request: jobTable.sensitivity.request }),
  z.object({ kind: z.literal('search'), request: jobTable.search.request }),
  z.object({ kind: z.literal('load'), request: jobTable.load.request }),
  z.object({ kind: z.literal('compareLoad'), request: jobTable.compareLoad.request }),
]);
export type StartRequest = z.infer<typeof startRequestSchema>;

export const callTable = {
  snapshot: { input: z.object({}), output: snapshotSchema },
  doctor: { input: z.object({}), output: doctorSchema },

  'model.open': { input: z.object({ path: z.string() }), output: modelRefSchema },
  'model.read': {
    input: z.object({
      id,
      offset: z.number().int().nonnegative(),
      length: z
        .number()
        .int()
        .nonnegative()
        .max(1 << 26),
    }),
    output: bytes,
  },
  'model.readExternal': {
    input: z.object({
      id,
      location: z.string(),
      offset: z.number().int().nonnegative(),
      length: z
        .number()
        .int()
        .nonnegative()
        .max(1 << 26),
    }),
    output: bytes,
  },
  'model.externalSize': { input: z.object({ id, location: z.string() }), output: z.object({ bytes: z.number() }) },
  'model.inspect': {
    input: z.object({ id, target: targetSchema.default('onnxruntime') }),
    output: inspectReportSchema,
  },
  'model.preview': {
    input: z.object({
      id,
      target: targetSchema,
      precision: precisionSchema.default('fp32'),
      /** What a quantized build leaves in; FP32 where nothing is said, as in a recipe. */
      otherPrecision: otherPrecisionSchema.optional(),
      optimizationLevel: tensorRtOptionsSchema.shape.optimizationLevel.describe(
        "the builder's level, from 0 to 5; at 0 TensorRT generates no kernels of several operators",
      ),
      route: tensorRtOptionsSchema.shape.route.describe(
        "how TensorRT gets INT8: written into the model, or placed by its builder's flags",
      ),
      /** The path of a built engine's layers (inspector JSON, or ONNX Runtime's optimized model), and of its profile. */
      actual: z.string().min(1).optional(),
      profile: z.string().min(1).optional(),
    }),
    output: previewReportSchema,
  },

  /** Asks an installed TensorRT's own parser which nodes it reads. */
  'model.support': { input: z.object({ id, target: targetSchema }), output: supportReportSchema },

  /** Takes a model off the list, and what was built from it where asked to. */
  'model.forget': { input: z.object({ id, builds: z.boolean().default(false) }), output: z.object({}) },
  'data.forget': { input: z.object({ id }), output: z.object({}) },
  /** How much Lathe's home holds, here or on another host; and deleting what of it nothing refers to. */
  'home.report': { input: z.object({ host: hostNameSchema.optional() }), output: homeReportSchema },
  'home.clean': { input: z.object({ host: hostNameSchema.optional() }), output: freedSchema },

  'data.open': { input: z.object({ path: z.string() }), output: dataSetSchema },
  /** A sample as the model will see it: the preprocessed image as PNG, and the original as it lies on disk. */
  'data.sample': {
    input: z.object({
      id,
      index: z.number().int().nonnegative(),
      preprocessing: jobTable.calibrate.request.shape.options.shape.preprocessing,
      processed: z.boolean(),
    }),
    output: bytes,
  },

  'job.start': { input: startRequestSchema, output: z.object({ id: z.string() }) },
  /** Starts a job that asks for the same as an earlier one, whoever started that. */
  'job.again': { input: z.object({ id }), output: z.object({ id: z.string() }) },
  'job.cancel': { input: z.object({ id }), output: z.object({}) },
  'job.log': { input: z.object({ id }), output: z.object({ lines: z.array(z.string()) }) },
  /** Resolves when the job has ended; its result, or null with the job's failure in `job`. */
  'job.result': { input: z.object({ id }), output: z.object({ job: jobSchema, result: z.unknown() }) },

  /** Takes in the folder of a build that lies outside the library. */
  'build.open': { input: z.object({ path: z.string() }), output: buildRecordSchema },
  /** Whether this machine can run a build's engine now, and why not. */
  'build.check': {
    input: z.object({ id }),
    output: z.object({ canRun: z.boolean(), why: z.string(), next: z.string() }),
  },
  'build.remove': { input: z.object({ id }), output: z.object({}) },
  /** A file of the artifact, whole: for saving it elsewhere from a browser. */
  'build.read': {
    input: z.object({ id, file: z.enum(['engine', 'rewritten', 'recipe', 'record', 'ranges', 'log']) }),
    output: bytes,
  },
  /** Writes what other engines need to run the builds to a folder. */
  'build.export': {
    input: z.object({
      builds: z.array(id).min(1),
      format: exportFormatSchema,
      options: exportOptionsSchema,
      out: z.string().min(1),
    }),
    output: exportResultSchema,
  },
  /** What that would be, without writing it. */
  'build.exportPreview': {
    input: z.object({ builds: z.array(id).min(1), format: exportFormatSchema, options: exportOptionsSchema }),
    output: exportPreviewSchema,
  },
  /** The same as a zip archive, for saving it from a browser. */
  'build.exportArchive': {
    input: z.object({ builds: z.array(id).min(1), format: exportFormatSchema, options: exportOptionsSchema }),
    output: bytes,
  },
  /** The layers of a build's engine as its inspector tells them, and their times where it could be run. */
  'engine.layers': {
    input: z.object({ id }),
    output: z.object({ layers: z.string(), profile: z.string().nullable() }),
  },
  'calibration.get': { input: z.object({ id }), output: calibrationResultSchema },
  'sensitivity.get': { input: z.object({ id }), output: sensitivityResultSchema },
  /** The newest of the model and target, whole or not; null where there is none. */
  'sensitivity.latest': {
    input: z.object({ model: id, target: targetSchema }),
    output: sensitivityResultSchema.nullable(),
  },
  'search.get': { input: z.object({ id }), output: searchResultSchema },
  /** Answers when it serves; until then events tell how far it is. */
  'deployment.start': {
    input: z.object({ models: z.array(servedSourceSchema).min(1), options: servingOptionsSchema }),
    output: deploymentSchema,
  },
  /** Puts another build in the place of a served model of that name, without losing a request, or adds one. */
  'deployment.swap': { input: z.object({ id, model: servedSourceSchema }), output: deploymentSchema },
  /** Answers when requests under way are answered and it is gone. */
  'deployment.stop': { input: z.object({ id }), output: z.object({}) },
  /** Forgets a report of a load. */
  'load.remove': { input: z.object({ id }), output: z.object({}) },
  'deployment.list': { input: z.object({}), output: z.object({ deployments: z.array(deploymentSchema) }) },
  /** Events after number `seq` of that instance of the host; null where they are not kept any more, or it is another. */
  'events.since': {
    input: z.object({ instance: z.string(), seq: z.number().int() }),
    output: z.object({
      instance: z.string(),
      seq: z.number(),
      events: z.array(z.object({ seq: z.number(), event: eventSchema })).nullable(),
    }),
  },
  /** Of files that another machine wants to send, those that are not here whole. */
  'content.missing': {
    input: z.object({ files: z.array(contentSchema) }),
    output: z.object({ missing: z.array(missingContentSchema) }),
  },
  /** Lays sent files out in a folder; its path can be opened. */
  'content.place': {
    input: z.object({ files: z.array(placedContentSchema).min(1) }),
    output: z.object({ path: z.string() }),
  },
  /** The files of a build with their hashes, and a range of one of them. */
  'build.files': { input: z.object({ id }), output: z.object({ files: z.array(artifactFileSchema) }) },
  'build.readRange': {
    input: z.object({
      id,
      file: artifactFileSchema.shape.path,
      offset: z.number().int().nonnegative(),
      length: z.number().int().positive().max(largestRange),
    }),
    output: bytes,
  },
  /** Starts a job unless one was started by that key already, so that asking again does no harm. */
  'job.startOnce': {
    input: z.object({ key: z.string().min(16), start: startRequestSchema }),
    output: z.object({ id: z.string() }),
  },
  /** Hosts that the user named; `connect` reaches out to those that are idle. */
  'host.list': {
    input: z.object({ connect: z.boolean().default(false) }),
    output: z.object({ hosts: z.array(remoteHostSchema) }),
  },
  'host.add': {
    input: z.object({ name: hostNameSchema, way: hostWaySchema, token: z.string().min(1).nullable() }),
    output: z.object({}),
  },
  'host.remove': { input: z.object({ name: hostNameSchema }), output: z.object({}) },
  /** What another host can build and run. */
  'host.doctor': { input: z.object({ name: hostNameSchema }), output: doctorSchema },
  'comparison.get': { input: z.object({ id }), output: compareReportSchema },
} as const;

export type CallName = keyof typeof callTable;
export type CallInput<N extends CallName> = z.input<(typeof callTable)[N]['input']>;
export type CallParsed<N extends CallName> = z.output<(typeof callTable)[N]['input']>;
export type CallOutput<N extends CallName> = z.output<(typeof callTable)[N]['output']>;
