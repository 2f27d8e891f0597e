// What the host asks of its inspection thread, and what comes back.
import { z } from 'zod';
import { failureSchema } from '#core/contract/failure.ts';
import { inspectReportSchema } from '#core/contract/inspect.ts';
import { previewReportSchema } from '#core/contract/preview.ts';

export interface ModelFile {
  readonly path: string;
  readonly bytes: number;
}

export interface Question {
  readonly about: 'inspect' | 'preview';
  readonly file: ModelFile;
  readonly target: string;
}

const number = z.number().int();

export const questionFrameSchema = z.object({
  number,
  question: z.object({
    about: z.enum(['inspect', 'preview']),
    file: z.object({ path: z.string(), bytes: z.number() }),
    target: z.string(),
  }),
});

export const answerFrameSchema = z.discriminatedUnion('about', [
  z.object({ number, about: z.literal('inspect'), report: inspectReportSchema }),
  z.object({ number, about: z.literal('preview'), report: previewReportSchema }),
  z.object({ number, about: z.literal('failure'), failure: failureSchema }),
]);
export type AnswerFrame = z.infer<typeof answerFrameSchema>;
