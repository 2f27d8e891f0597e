// The tables that a build's inputs index, read from its model: the engine may have fused them away.
import type { BuildRecord } from '#core/contract/build.ts';
import { vocabularies } from '#electron/worker/data/vocabulary.ts';
import { openModel } from './openModel.ts';

export async function vocabularyOf({
  rewritten,
}: Pick<BuildRecord, 'rewritten'>): Promise<ReadonlyMap<string, number>> {
  const opened = await openModel(rewritten);
  try {
    return vocabularies(opened.model);
  } finally {
    await opened.close();
  }
}
