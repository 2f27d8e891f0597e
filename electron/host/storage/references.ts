// What of the home somebody still refers to: opened models and data, builds, deployments, and jobs that have not ended.
import { realpathSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { isWithin } from '../isWithin.ts';
import type { Library } from '../library.ts';

/** More than any library holds. */
const ALL = 1_000_000;

/** Whether anything in the folder is referred to, as of now. */
export function referredFolders({
  store,
  deployments,
}: Pick<Library, 'store' | 'deployments'>): (folder: string) => boolean {
  const paths = new Set<string>([
    ...store.models.list(ALL).map(({ path }) => path),
    ...store.data.list(ALL).map(({ path }) => path),
    ...store.builds.list(ALL).map(({ directory }) => directory),
    ...deployments.list().flatMap(({ versions }) => versions.map(({ path }) => path)),
    ...unfinishedTexts(store).filter(isAbsolute),
  ]);
  return (folder) => {
    const real = realOf(folder);
    for (const path of paths) for (const root of [folder, real]) if (path === root || isWithin(root, path)) return true;
    return false;
  };
}

/** The title of a job that has not ended and names the id, or undefined. */
export function workingOn(id: string, { store }: Pick<Library, 'store'>): string | undefined {
  return store.jobs.unfinished().find(({ job }) => job.model === id || textsOf(store.jobs.request(job.id)).includes(id))
    ?.job.title;
}

function unfinishedTexts(store: Library['store']): readonly string[] {
  return store.jobs.unfinished().flatMap(({ job }) => textsOf(store.jobs.request(job.id)));
}

/** Every text within a request: ids and paths among them. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
