// An export: what other engines of a fleet need to run builds of Lathe.
import { z } from 'zod';
import { batchingSchema } from './serving.ts';
import { targetSchema } from './target.ts';

export const exportFormatSchema = z
  .enum(['triton', 'kserve', 'docker', 'k8s-job', 'cpp', 'python'])
  .describe('what to write');
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** For people. */
export const exportTitles: Readonly<Record<ExportFormat, string>> = {
  triton: 'Triton model repository',
  kserve: 'KServe inference service',
  docker: 'Dockerfile',
  'k8s-job': 'Kubernetes build job',
  cpp: 'C++ program',
  python: 'Python program',
};

export const exportOptionsSchema = z.object({
  /** The name under which the model is served; null: the model's own. */
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'a name has letters, digits, dots, dashes and underscores')
    .nullable()
    .default(null),
  batching: batchingSchema.default(batchingSchema.parse({})),
  /** The container image; null: the one that carries the version that the engine was built with. */
  image: z.string().min(1).nullable().default(null),
  /** For Triton: also a model that takes encoded images, which its Python backend decodes. */
  images: z.boolean().default(false),
  /** Where a cluster finds the repository, such as `s3://bucket/models`. */
  storage: z.string().min(1).nullable().default(null),
  /** Targets that jobs build for; empty: those of the builds. */
  targets: z.array(targetSchema).default([]),
});
export type ExportOptions = z.infer<typeof exportOptionsSchema>;

export const exportedFileSchema = z.object({ path: z.string(), bytes: z.number() });

/** What an export would hold: texts whole, and of copies of a build's files the size alone. */
export const exportPreviewSchema = z.object({
  files: z.array(exportedFileSchema.extend({ text: z.string().nullable() })),
  notes: z.array(z.string()),
});
export type ExportPreview = z.infer<typeof exportPreviewSchema>;

export const exportResultSchema = z.object({
  /** The folder that was written; null where the files came as an archive. */
  directory: z.string().nullable(),
  files: z.array(exportedFileSchema),
  /** What to know before it is used, a sentence each. */
  notes: z.array(z.string()),
});
export type ExportResult = z.infer<typeof exportResultSchema>;
