// How requests are put together, as options of every command that serves or hands over a service.
import { z } from 'zod';
import { batchingSchema } from '#core/contract/serving.ts';
import { type OptionValues, option } from '../option.ts';

const batching = batchingSchema.shape;

/** @param preferred says what preferred sizes are where none are given. */
export function batchingOptions(preferred = '') {
  return {
    'max-batch': option(batching.maxBatch, 'ROWS'),
    'max-delay-us': option(batching.maxDelayUs, 'MICROSECONDS'),
    preferred: option(
      z.array(z.coerce.number().int().positive()).default([]),
      'SIZES',
      `batch sizes that start at once, separated by commas${preferred}`,
    ),
    'timeout-ms': option(batching.timeoutMs, 'MS'),
    queue: option(batching.queue, 'COUNT'),
    instances: option(batching.instances, 'COUNT'),
  };
}

export function batchingOf(options: OptionValues<ReturnType<typeof batchingOptions>>) {
  return {
    maxBatch: options['max-batch'],
    maxDelayUs: options['max-delay-us'],
    preferred: options.preferred,
    timeoutMs: options['timeout-ms'],
    queue: options.queue,
    instances: options.instances,
  };
}
