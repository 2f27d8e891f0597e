// Lathe's home folder: what it holds, and how much of it nothing refers to any more.
import { z } from 'zod';

export const homePartSchema = z.enum(['builds', 'calibrations', 'uploads', 'content', 'timings', 'library', 'scratch']);
export type HomePart = z.infer<typeof homePartSchema>;

/** For people. */
export const homePartTitles: Readonly<Record<HomePart, string>> = {
  builds: 'builds',
  calibrations: 'calibrations',
  uploads: 'models and data that were uploaded or sent',
  content: 'what other hosts sent, kept so that it is sent once',
  timings: 'timings of kernels, which make the next build faster',
  library: 'the library',
  scratch: 'work in progress',
};

const sizeSchema = z.object({ bytes: z.number(), files: z.number() });

export const homeReportSchema = z.object({
  root: z.string(),
  /** A file that lies in two places counts in the first. */
  parts: z.array(sizeSchema.extend({ part: homePartSchema })),
  /** Of uploads and content, what may be deleted now. */
  unused: sizeSchema,
  /** Bytes that are free on its disk. */
  free: z.number(),
});
export type HomeReport = z.infer<typeof homeReportSchema>;

export const freedSchema = sizeSchema;
