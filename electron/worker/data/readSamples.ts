// Reads samples one after the other, the next while one is being used; what cannot be read is left out and told.
import { LatheError } from '#core/contract/failure.ts';
import { breathe, type Context } from '#electron/worker/context.ts';
import type { Values } from '#electron/worker/value.ts';
import type { DataReader } from './reader.ts';

export interface Sample {
  readonly index: number;
  readonly name: string;
  readonly label: number | null;
  readonly values: Values;
}

/** What is read from; a DataReader is one. */
export type Readable = Pick<DataReader, 'source' | 'count' | 'name' | 'label' | 'read'>;

/** More unreadable samples than this share mean that something is wrong with the data as a whole. */
const mostUnreadable = 0.1;

/** `limit` of `count` indexes, taken evenly, in order. */
export function evenIndexes(count: number, limit: number): number[] {
  const taken = Math.min(count, limit);
  return Array.from({ length: taken }, (_, index) => Math.floor((index * count) / taken));
}

/**
 * @param warnings gets a line for each sample that is left out.
 * @throws LatheError where more than a tenth cannot be read or nothing is left, and where the job is cancelled.
 */
export async function* readSamples(
  context: Context,
  reader: Readable,
  limit: number,
  warnings: string[],
): AsyncGenerator<Sample> {
  const indexes = evenIndexes(reader.count, limit);
  let unreadable = 0;
  let next = attempt(reader, indexes[0]);
  for (const [place, index] of indexes.entries()) {
    const outcome = await next;
    next = attempt(reader, indexes[place + 1]);
    await breathe(context);
    if (outcome && 'values' in outcome) {
      yield { index, name: reader.name(index), label: reader.label(index), values: outcome.values };
      continue;
    }
    unreadable += 1;
    const failure = outcome?.error;
    if (!(failure instanceof LatheError)) throw failure;
    const line = `${failure.message} It is left out.`;
    warnings.push(line);
    context.log(line);
    if (unreadable > mostUnreadable * indexes.length) throw tooMany(reader, unreadable, indexes.length, failure);
  }
  if (indexes.length === 0) {
    const reason = `${reader.source} holds no sample.`;
    throw new LatheError({ kind: 'use', reason, next: 'Choose a folder or file with data.' });
  }
}

type Outcome = { readonly values: Values } | { readonly error: unknown };

/** Never rejects, since nobody may be waiting yet. */
async function attempt(reader: Readable, index: number | undefined): Promise<Outcome | undefined> {
  if (index === undefined) return undefined;
  try {
    return { values: await reader.read(index) };
  } catch (error) {
    return { error };
  }
}

function tooMany(reader: Readable, unreadable: number, count: number, last: LatheError): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `${unreadable} of ${count} samples of ${reader.source} cannot be read; the last: ${last.message}`,
    next:
      count === 1
        ? last.failure.next
        : 'Repair or remove the files that the log names; at most one in ten may be unreadable.',
  });
}
