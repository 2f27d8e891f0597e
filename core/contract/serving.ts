// A deployment: engines served over the Open Inference Protocol, what it was asked to do, and how it fares.
import { z } from 'zod';
import { preprocessingSchema } from './data.ts';
import { failureSchema } from './failure.ts';
import { postprocessingSchema } from './postprocessing.ts';

export const batchingSchema = z.object({
  /** At most so many rows in one inference; 1 runs every request alone. */
  maxBatch: z.number().int().positive().max(4096).default(8).describe('at most so many rows in one inference'),
  /** How long the first request of a batch waits for others, in microseconds. */
  maxDelayUs: z
    .number()
    .int()
    .nonnegative()
    .max(10_000_000)
    .default(0)
    .describe('how long a request waits for others, in microseconds'),
  /** A batch of exactly so many rows starts at once. */
  preferred: z.array(z.number().int().positive()).default([]).describe('batch sizes that start at once'),
  /** From arrival to answer; a request that takes longer is refused with 504 or DEADLINE_EXCEEDED. */
  timeoutMs: z.number().int().positive().default(30_000).describe('milliseconds that a request may take'),
  /** Requests waiting beyond those that run; one more is refused at once. */
  queue: z.number().int().positive().default(512).describe('requests that may wait'),
  /** Sessions of the engine that run at the same time, each on a thread of its own. */
  instances: z.number().int().positive().max(64).default(1).describe('sessions of the engine that run side by side'),
});
export type Batching = z.infer<typeof batchingSchema>;

export const servingOptionsSchema = z.object({
  /** The address to listen on. */
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 takes a free one; null: not served. */
  http: z.number().int().min(0).max(65_535).nullable().default(0),
  grpc: z.number().int().min(0).max(65_535).nullable().default(0),
  /** Clients must send it as `Authorization: Bearer …`. */
  token: z.string().min(1).nullable().default(null),
  tls: z.object({ certificate: z.string(), key: z.string() }).nullable().default(null),
  /** The largest body that is read, in bytes. */
  bodyLimit: z
    .number()
    .int()
    .positive()
    .default(64 * 2 ** 20),
  /** Intra-op threads of each session of ONNX Runtime; 0: as the recipe says. */
  threads: z.number().int().nonnegative().default(0),
  /** Writes a line for every request. */
  accessLog: z.boolean().default(false),
  batching: batchingSchema.default(batchingSchema.parse({})),
});
export type ServingOptions = z.infer<typeof servingOptionsSchema>;

/** One model of a repository, as paths: a build's folder, an ONNX file, or a folder of versions with numbers for names. */
export const servedPathSchema = z.object({
  name: z.string().min(1),
  path: z.string(),
  /** For images; null: what the build, or a file beside the model, says. */
  preprocessing: preprocessingSchema.nullable().default(null),
  postprocessing: postprocessingSchema.nullable().default(null),
});
export type ServedPath = z.infer<typeof servedPathSchema>;

/** What a view names: a build or a model of the library. */
export const servedSourceSchema = z.object({
  /** Null: the model's name without its ending. */
  name: z.string().min(1).nullable().default(null),
  build: z.string().nullable().default(null),
  model: z.string().nullable().default(null),
  preprocessing: preprocessingSchema.nullable().default(null),
  postprocessing: postprocessingSchema.nullable().default(null),
});
export type ServedSource = z.infer<typeof servedSourceSchema>;

export const servedTensorSchema = z.object({
  name: z.string(),
  /** In the protocol's words, such as `FP32`. */
  datatype: z.string(),
  /** -1 where the size is dynamic. */
  shape: z.array(z.number()),
});
export type ServedTensor = z.infer<typeof servedTensorSchema>;

export const servedVersionSchema = z.object({
  name: z.string(),
  version: z.string(),
  path: z.string(),
  /** Such as `onnxruntime` or `tensorrt@10.6`. */
  platform: z.string(),
  precision: z.string().nullable(),
  state: z.enum(['loading', 'ready', 'restarting', 'unloading', 'failed']),
  /** Why it is not ready; empty where it is. */
  reason: z.string(),
  /** 1 where requests are not put together. */
  maxBatch: z.number(),
  inputs: z.array(servedTensorSchema),
  outputs: z.array(servedTensorSchema),
  /** Whether encoded images are taken. */
  images: z.boolean(),
});
export type ServedVersion = z.infer<typeof servedVersionSchema>;

/** Since the deployment started, and over the last second. */
export const servingMetricsSchema = z.object({
  at: z.number(),
  requests: z.number(),
  errors: z.number(),
  inFlight: z.number(),
  queued: z.number(),
  /** Of the last second. */
  perSecond: z.number(),
  meanBatch: z.number().nullable(),
  meanQueueMs: z.number().nullable(),
  meanComputeMs: z.number().nullable(),
  /** From the request's arrival to its answer. */
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  /** Resident memory of gateway and engines together, in bytes. */
  residentBytes: z.number(),
});
export type ServingMetrics = z.infer<typeof servingMetricsSchema>;

export const deploymentSchema = z.object({
  id: z.string(),
  /** For people: the names of what it serves. */
  title: z.string(),
  state: z.enum(['starting', 'ready', 'stopping', 'stopped', 'failed']),
  /** Where clients reach it, such as `http://127.0.0.1:8000`; null where not served or not yet. */
  http: z.string().nullable(),
  /** Such as `127.0.0.1:8001`. */
  grpc: z.string().nullable(),
  versions: z.array(servedVersionSchema),
  options: servingOptionsSchema,
  metrics: servingMetricsSchema.nullable(),
  failure: failureSchema.nullable(),
  createdAt: z.number(),
});
export type Deployment = z.infer<typeof deploymentSchema>;

/** What the host hands to the process that serves, and what comes back. */
export const toServingSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('serve'),
    models: z.array(servedPathSchema).min(1),
    options: servingOptionsSchema,
  }),
  /** Loads anew or in addition; requests under way are answered by what they reached. */
  z.object({ type: z.literal('swap'), id: z.number(), model: servedPathSchema }),
  z.object({ type: z.literal('stop') }),
]);
export type ToServing = z.infer<typeof toServingSchema>;

export const fromServingSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), http: z.string().nullable(), grpc: z.string().nullable() }),
  z.object({ type: z.literal('versions'), versions: z.array(servedVersionSchema) }),
  z.object({ type: z.literal('metrics'), metrics: servingMetricsSchema }),
  z.object({ type: z.literal('swapped'), id: z.number(), failure: failureSchema.nullable() }),
  z.object({ type: z.literal('log'), lines: z.array(z.string()) }),
  z.object({ type: z.literal('failed'), failure: failureSchema }),
]);
export type FromServing = z.infer<typeof fromServingSchema>;
