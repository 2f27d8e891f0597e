// Load on a server of the Open Inference Protocol: what to ask of it, and latency against throughput as it came out.
import { z } from 'zod';
import { preprocessingSchema } from './data.ts';
import { precisionSchema } from './recipe.ts';
import { batchingSchema } from './serving.ts';

const size = z.number().int().positive();
const seconds = z.number().positive().max(600);

export const loadOptionsSchema = z.object({
  /** Closed loop: so many requests under way at any time, one point of the curve each. */
  closed: z
    .array(size.max(4096))
    .default([1, 2, 4, 8, 16, 32])
    .describe('requests under way at any time, a point of the curve each'),
  /** Open loop: arrivals a second at random (Poisson), whether or not the server keeps up; `auto` spreads rates below what the closed loop reached. */
  open: z
    .union([z.literal('auto'), z.array(z.number().positive().max(1_000_000))])
    .default('auto')
    .describe('arrivals a second at random, or auto'),
  durationSeconds: seconds.default(3).describe('seconds measured at each point'),
  warmUpSeconds: z.number().nonnegative().max(600).default(1).describe('seconds before each point that do not count'),
  /** The 99th percentile must stay under it for the answer. */
  boundMs: z.number().positive().default(10).describe('milliseconds under which the 99th percentile must stay'),
  /** Rates tried at most to find the highest that holds. */
  bisections: z.number().int().nonnegative().max(20).default(6),
  /** Rows in each request. */
  batch: size.max(4096).default(1).describe('rows in each request'),
  /** By input name, for axes that the server calls dynamic; the first axis is the batch. */
  shapes: z.record(z.string(), z.array(size)).default({}),
  /** Processes that send at most; more than one only where one is not enough. */
  senders: size.max(64).nullable().default(null).describe('processes that send at most; else half the processors'),
});
export type LoadOptions = z.infer<typeof loadOptionsSchema>;

export const loadRequestSchema = z.object({
  /** `http://…`, `https://…`, `grpc://…` or `grpcs://…`. */
  url: z.string().min(1),
  /** Null: the only model that the server has. */
  model: z.string().min(1).nullable().default(null),
  token: z.string().min(1).nullable().default(null),
  /** Samples to send, by id; null: made up from the server's metadata. */
  data: z.string().nullable().default(null),
  /** For images: sent as the tensors that they become; null: as they are, for the server to decode. */
  preprocessing: preprocessingSchema.nullable().default(null),
  /** Whether a server on another machine may be put under load. */
  allowRemote: z.boolean().default(false),
  options: loadOptionsSchema.prefault({}),
});
export type LoadRequest = z.infer<typeof loadRequestSchema>;

/** In milliseconds. */
export const loadLatencySchema = z.object({
  mean: z.number(),
  p50: z.number(),
  p90: z.number(),
  p95: z.number(),
  p99: z.number(),
  p999: z.number(),
  max: z.number(),
});
export type LoadLatency = z.infer<typeof loadLatencySchema>;

export const loadPointSchema = z.object({
  /** `closed`: latency from sending; `open`: from the moment that the request was meant to be sent, so that waiting is not hidden. */
  loop: z.enum(['closed', 'open']),
  /** Requests under way at once in the closed loop. */
  concurrency: z.number().nullable(),
  /** Arrivals a second asked for in the open loop. */
  offered: z.number().nullable(),
  /** Answered without an error, a second. */
  perSecond: z.number(),
  /** Counted: answered without an error. */
  requests: z.number(),
  errors: z.number(),
  /** How often each error came. */
  causes: z.record(z.string(), z.number()),
  /** Null where nothing was answered. */
  latency: loadLatencySchema.nullable(),
  /** Share of its time that the busiest process of the client had work, 0 to 1. */
  clientBusy: z.number(),
  /** 99th percentile of how late the client's event loop was, in milliseconds. */
  clientDelayMs: z.number(),
  /** The client, not the server, held this point back. */
  clientLimited: z.boolean(),
});
export type LoadPoint = z.infer<typeof loadPointSchema>;

export const loadAnswerSchema = z.object({
  boundMs: z.number(),
  /** The highest rate of arrivals at which the 99th percentile stayed under the bound; null: none that was tried. */
  perSecond: z.number().nullable(),
  p99Ms: z.number().nullable(),
  /** The lowest rate at which it did not; null: none that was tried. */
  brokenAt: z.number().nullable(),
  /** One sentence. */
  text: z.string(),
});
export type LoadAnswer = z.infer<typeof loadAnswerSchema>;

export const loadResultSchema = z.object({
  url: z.string(),
  protocol: z.enum(['http', 'grpc']),
  model: z.string(),
  version: z.string().nullable(),
  /** The server's own name, with its version. */
  server: z.string(),
  /** Bytes of one request, and what it was made of. */
  requestBytes: z.number(),
  input: z.string(),
  /** Closed loop in ascending concurrency, then open loop in ascending rate. */
  points: z.array(loadPointSchema),
  /** Where latency begins to rise faster than throughput. */
  knee: z.object({ perSecond: z.number(), p99Ms: z.number(), method: z.string() }).nullable(),
  answer: loadAnswerSchema,
  /** Processes that sent. */
  senders: z.number().default(1),
  notes: z.array(z.string()),
  options: loadOptionsSchema,
});
export type LoadResult = z.infer<typeof loadResultSchema>;

/**
 * Builds times batch delays times instances: each is deployed for its load and stopped. Or what a deployment serves, as it
 * runs.
 */
export const compareLoadRequestSchema = z.object({
  builds: z.array(z.string()).default([]),
  /** In place of builds; its own batching holds. */
  deployment: z.string().optional(),
  /** Samples to send, by id; null: made up. */
  data: z.string().nullable().default(null),
  /** What becomes of images: `files` leaves decoding to the server where it takes images, `tensors` does it beforehand. */
  images: z.enum(['files', 'tensors']).default('files'),
  delaysUs: z.array(batchingSchema.shape.maxDelayUs.unwrap()).min(1).default([0]),
  instances: z.array(size.max(64)).min(1).default([1]),
  batching: batchingSchema.prefault({}),
  /** Intra-op threads of each session; 0: as the recipe says. */
  threads: z.number().int().nonnegative().default(0),
  protocol: z.enum(['http', 'grpc']).default('http'),
  options: loadOptionsSchema.prefault({}),
});
export type CompareLoadRequest = z.infer<typeof compareLoadRequestSchema>;

export const loadVariantSchema = z.object({
  /** Null for a model that is served without a build. */
  build: z.string().nullable(),
  /** Null where no build says it. */
  precision: precisionSchema.nullable(),
  target: z.string(),
  /** Its name in the deployment that was put under load; null where it was deployed for the load alone. */
  served: z.string().nullable().default(null),
  maxBatch: z.number(),
  delayUs: z.number(),
  instances: z.number(),
  /** Null where it could not be deployed or put under load. */
  result: loadResultSchema.nullable(),
  /** Why there is no result; empty where there is one. */
  reason: z.string(),
});
export type LoadVariant = z.infer<typeof loadVariantSchema>;

export const loadReportSchema = z.object({
  id: z.string(),
  /** The model that all builds were made of, or null. */
  model: z.string().nullable(),
  modelName: z.string(),
  boundMs: z.number(),
  protocol: z.enum(['http', 'grpc']),
  /** The name of the data that was sent; null: made up. */
  data: z.string().nullable().default(null),
  variants: z.array(loadVariantSchema),
  /** The variant with the highest rate within the bound, as its place; null: none holds. */
  best: z.number().nullable(),
  /** Of the machine that served and sent. */
  device: z.string(),
  createdAt: z.number(),
});
export type LoadReport = z.infer<typeof loadReportSchema>;
