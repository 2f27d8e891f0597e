// Deploying builds, exchanging and stopping them, and putting variants under load.
import type { BuildRecord } from '#core/contract/build.ts';
import { toFailure } from '#core/contract/failure.ts';
import { jobTable } from '#core/contract/job.ts';
import type { ModelRef } from '#core/contract/model.ts';
import type { Deployment } from '#core/contract/serving.ts';
import { call } from '#renderer/connection/host.ts';
import { servedNames } from '#renderer/deploy/servedNames.ts';
import { deployFormStore } from '#renderer/store/deployForm.ts';
import { attempt, complain } from '#renderer/store/notices.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { start } from './jobs.ts';

export async function deployBuilds(builds: readonly BuildRecord[]): Promise<Deployment | null> {
  const names = servedNames(builds);
  return begin(builds.map(({ id }) => ({ name: names.get(id) ?? null, build: id })));
}

/** As ONNX Runtime takes it, without a build. */
export function deployModel({ id }: ModelRef): Promise<Deployment | null> {
  return begin([{ model: id }]);
}

async function begin(models: Parameters<typeof call<'deployment.start'>>[1]['models']): Promise<Deployment | null> {
  const { batching, httpPort, grpcPort } = deployFormStore.getState().form;
  try {
    return await call('deployment.start', {
      models: [...models],
      options: { http: httpPort, grpc: grpcPort, batching },
    });
  } catch (thrown) {
    const { reason } = toFailure(thrown);
    const { deployments } = sessionStore.getState().session;
    // Its own card tells of it already.
    if (!deployments.some(({ failure }) => failure?.reason === reason)) complain(thrown);
    return null;
  }
}

export async function stopDeployment(id: string): Promise<void> {
  await attempt(() => call('deployment.stop', { id }));
}

/** Requests under way are answered by what they reached. */
export async function swapBuild(id: string, name: string, build: string): Promise<void> {
  await attempt(() => call('deployment.swap', { id, model: { name, build } }));
}

export async function startCompareLoad(builds: readonly BuildRecord[]): Promise<string | null> {
  const { batching, delaysUs, instances, protocol, load } = deployFormStore.getState().form;
  const request = jobTable.compareLoad.request.parse({
    builds: builds.map(({ id }) => id),
    delaysUs,
    instances,
    batching,
    protocol,
    options: load,
  });
  return start({ kind: 'compareLoad', request });
}
