// What the host asks of the process that reads models, and what comes back.
import { z } from 'zod';
import { failureSchema } from '#core/contract/failure.ts';
import { inspectReportSchema } from '#core/contract/inspect.ts';
import { previewReportSchema } from '#core/contract/preview.ts';
import { type OtherPrecision, otherPrecisionSchema, type Precision, precisionSchema } from '#core/contract/recipe.ts';
import type { Route } from '#core/fusion/rewritten/rewrittenFor.ts';

export interface ModelFile {
  readonly path: string;
  readonly bytes: number;
}

export interface PreviewQuestion {
  readonly target: string;
  readonly precision: Precision;
  readonly otherPrecision?: OtherPrecision | undefined;
  readonly optimizationLevel?: number | undefined;
  readonly route?: Route | undefined;
  /** Paths of a built engine's layers and of its profile. */
  readonly actual?: string | undefined;
  readonly profile?: string | undefined;
}

export type Question =
  | { readonly about: 'inspect'; readonly file: ModelFile; readonly target: string }
  | ({ readonly about: 'preview'; readonly file: ModelFile } & PreviewQuestion);

const number = z.number().int();

const file = z.object({ path: z.string(), bytes: z.number() });

export const questionFrameSchema = z.object({
  number,
  question: z.discriminatedUnion('about', [
    z.object({ about: z.literal('inspect'), file, target: z.string() }),
    z.object({
      about: z.literal('preview'),
      file,
      target: z.string(),
      precision: precisionSchema,
      otherPrecision: otherPrecisionSchema.optional(),
      optimizationLevel: number.optional(),
      route: z.enum(['model', 'flags']).optional(),
      actual: z.string().optional(),
      profile: z.string().optional(),
    }),
  ]),
});

export const answerFrameSchema = z.discriminatedUnion('about', [
  z.object({ number, about: z.literal('inspect'), report: inspectReportSchema }),
  z.object({ number, about: z.literal('preview'), report: previewReportSchema }),
  z.object({ number, about: z.literal('failure'), failure: failureSchema }),
]);
export type AnswerFrame = z.infer<typeof answerFrameSchema>;
