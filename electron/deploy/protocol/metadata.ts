// What the server and its models say of themselves, the same for every protocol.
import type { ServingParts } from '#electron/deploy/parts.ts';
import { extensions, serverName } from '#electron/deploy/parts.ts';

export function serverMetadata({ lathe }: Pick<ServingParts, 'lathe'>) {
  return { name: serverName, version: lathe, extensions: [...extensions] };
}

/** @throws ServingError where there is no such model. */
export function modelMetadata({ repository }: ServingParts, name: string, version: string | undefined) {
  const model = repository.find(name, version);
  const { platform } = model.status();
  return {
    name,
    versions: version === undefined ? repository.versions(name).map((one) => one.version) : [version],
    platform,
    inputs: model.description.inputs.map((input) => ({ ...input, shape: [...input.shape] })),
    outputs: model.description.outputs.map((output) => ({ ...output, shape: [...output.shape] })),
  };
}

/** In the form of Triton's model configuration. @throws ServingError where there is no such model. */
export function modelConfiguration({ repository, options }: ServingParts, name: string, version: string | undefined) {
  const model = repository.find(name, version);
  const { platform, maxBatch } = model.status();
  const batched = maxBatch > 1;
  const { batching } = options;
  const tensor = ({ name: tensorName, datatype, shape }: (typeof model.description.inputs)[number]) => ({
    name: tensorName,
    data_type: `TYPE_${datatype === 'BYTES' ? 'STRING' : datatype}`,
    dims: batched ? shape.slice(1) : [...shape],
  });
  return {
    name,
    platform,
    backend: platform.split('@')[0],
    max_batch_size: batched ? maxBatch : 0,
    input: model.description.inputs.map(tensor),
    output: model.description.outputs.map(tensor),
    instance_group: [
      { name, count: batching.instances, kind: platform.startsWith('tensorrt') ? 'KIND_GPU' : 'KIND_CPU' },
    ],
    ...(batched
      ? {
          dynamic_batching: {
            preferred_batch_size: batching.preferred,
            max_queue_delay_microseconds: batching.maxDelayUs,
          },
        }
      : {}),
  };
}

/** In the form of Triton's statistics: counts, and sums in nanoseconds. */
export function modelStatistics({ repository }: ServingParts, name: string | undefined, version: string | undefined) {
  const models =
    name === undefined ? repository.all() : version ? [repository.find(name, version)] : allOf(repository, name);
  const sum = (count: number, ms: number) => ({ count, ns: Math.round(ms * 1e6) });
  return {
    model_stats: models.map(({ name: model, version: own, statistics }) => {
      const totals = statistics.totals();
      return {
        name: model,
        version: own,
        inference_count: totals.rows,
        execution_count: totals.inferences,
        inference_stats: {
          success: sum(totals.requests, totals.answerMs),
          fail: sum(totals.errors, 0),
          queue: sum(totals.queued, totals.queueMs),
          compute_infer: sum(totals.inferences, totals.computeMs),
        },
      };
    }),
  };
}

function allOf(repository: ServingParts['repository'], name: string) {
  repository.find(name);
  return repository.versions(name);
}
