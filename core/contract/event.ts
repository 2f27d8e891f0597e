// What the host tells every connected shell, each with a sequence number.
import { z } from 'zod';
import { buildRecordSchema } from './build.ts';
import { compareReportSchema } from './comparison.ts';
import { dataSetSchema } from './data.ts';
import { jobSchema } from './job.ts';
import { loadReportSchema } from './load.ts';
import { modelRefSchema } from './model.ts';
import { remoteHostSchema } from './remote.ts';
import { searchResultSchema } from './search.ts';
import { deploymentSchema } from './serving.ts';

export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('job'), job: jobSchema }),
  z.object({ type: z.literal('log'), job: z.string(), lines: z.array(z.string()) }),
  z.object({ type: z.literal('build'), build: buildRecordSchema }),
  z.object({ type: z.literal('buildRemoved'), id: z.string() }),
  z.object({ type: z.literal('comparison'), comparison: compareReportSchema }),
  z.object({ type: z.literal('search'), search: searchResultSchema }),
  /** One whose state is `stopped` has gone from the list. */
  z.object({ type: z.literal('deployment'), deployment: deploymentSchema }),
  z.object({ type: z.literal('load'), load: loadReportSchema }),
  z.object({ type: z.literal('loadRemoved'), id: z.string() }),
  z.object({ type: z.literal('host'), host: remoteHostSchema }),
  z.object({ type: z.literal('hostRemoved'), name: z.string() }),
  z.object({ type: z.literal('model'), model: modelRefSchema }),
  z.object({ type: z.literal('data'), data: dataSetSchema }),
  z.object({ type: z.literal('modelForgotten'), id: z.string() }),
  z.object({ type: z.literal('dataForgotten'), id: z.string() }),
]);
export type Event = z.infer<typeof eventSchema>;
