// Deploying builds, exchanging and stopping them, and putting variants under load.
import type { BuildRecord } from '#core/contract/build.ts';
import { toFailure } from '#core/contract/failure.ts';
import { jobTable } from '#core/contract/job.ts';
import type { CompareLoadRequest } from '#core/contract/load.ts';
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

/** Every build with every batch delay and number of instances, each deployed for its load alone. */
export function startCompareLoad(builds: readonly BuildRecord[]): Promise<string | null> {
  const { batching, delaysUs, instances, protocol } = deployFormStore.getState().form;
  return startLoad({ builds: builds.map(({ id }) => id), delaysUs, instances, batching, protocol });
}

/** What a deployment serves, as it runs; over gRPC where it does not answer over HTTP, and the other way round. */
export function startDeploymentLoad({ id, http, grpc }: Deployment): Promise<string | null> {
  const { protocol } = deployFormStore.getState().form;
  const other = protocol === 'http' ? http === null : grpc === null;
  return startLoad({ deployment: id, protocol: other ? (protocol === 'http' ? 'grpc' : 'http') : protocol });
}

function startLoad(what: Partial<CompareLoadRequest>): Promise<string | null> {
  const { load, data, images } = deployFormStore.getState().form;
  const known = sessionStore.getState().session.data.some(({ id }) => id === data);
  const request = jobTable.compareLoad.request.parse({ ...what, data: known ? data : null, images, options: load });
  return start({ kind: 'compareLoad', request });
}

export async function removeLoad(id: string): Promise<void> {
  await attempt(() => call('load.remove', { id }));
}
