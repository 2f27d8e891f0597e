// Keeps views up to date with what other hosts of the same home do: a build in a terminal shows in the open window.
import type { JobRunner } from './jobRunner.ts';
import type { Library } from './library.ts';
import type { Presence } from './presence.ts';
import { failOrphans } from './recover.ts';

/** How often the store is asked whether somebody else has written, in milliseconds. */
const LOOK_MS = 1000;
/** How often it is looked whether a host with unfinished jobs has died, in milliseconds. */
const CARE_MS = 10_000;

/** Returns the function that stops it. */
export function watchNeighbours(library: Library, jobs: JobRunner, presence: Presence): () => void {
  const { store, broadcast } = library;
  let version = store.foreignVersion();
  let seen = fingerprints(library, jobs);

  const look = () => {
    const now = store.foreignVersion();
    if (now === version) return;
    version = now;
    const before = seen;
    seen = fingerprints(library, jobs);
    const isNews = (id: string) => before.get(id) !== seen.get(id);
    for (const model of library.models.list())
      if (isNews(`model ${model.id}`)) broadcast.send({ type: 'model', model });
    for (const data of library.data.list()) if (isNews(`data ${data.id}`)) broadcast.send({ type: 'data', data });
    for (const job of jobs.list().reverse()) if (isNews(job.id)) broadcast.send({ type: 'job', job });
    const builds = library.builds.list();
    for (const build of builds) if (isNews(`build ${build.id}`)) broadcast.send({ type: 'build', build });
    for (const key of before.keys()) {
      const [what, id] = key.split(' ');
      if (id === undefined || seen.has(key)) continue;
      if (what === 'build') broadcast.send({ type: 'buildRemoved', id });
      if (what === 'model') broadcast.send({ type: 'modelForgotten', id });
      if (what === 'data') broadcast.send({ type: 'dataForgotten', id });
    }
    for (const comparison of store.comparisons.list(1)) {
      if (isNews(comparison.id)) broadcast.send({ type: 'comparison', comparison });
    }
  };
  const care = () => {
    for (const job of failOrphans(store, presence.living())) broadcast.send({ type: 'job', job });
  };
  const timers = [setInterval(quietly(look), LOOK_MS), setInterval(quietly(care), CARE_MS)];
  for (const timer of timers) timer.unref();
  return () => timers.forEach(clearInterval);
}

/** What a view would notice, in short. What may go is marked with what it is. */
function fingerprints({ models, data, builds, store }: Library, jobs: JobRunner): ReadonlyMap<string, string> {
  return new Map([
    ...models.list().map(({ id, openedAt }) => [`model ${id}`, String(openedAt)] as const),
    ...data.list().map(({ id, samples }) => [`data ${id}`, String(samples)] as const),
    ...jobs.list().map(({ id, state }) => [id, state] as const),
    ...builds.list().map(({ id, directory, createdAt }) => [`build ${id}`, `${directory} ${createdAt}`] as const),
    ...store.comparisons.list(1).map(({ id }) => [id, ''] as const),
  ]);
}

/** A store that cannot be read now is read at the next look; whoever calls the host is told. */
function quietly(body: () => void): () => void {
  return () => {
    try {
      body();
    } catch {
      // See above.
    }
  };
}
