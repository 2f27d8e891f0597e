// The host's state as the window knows it: a snapshot, brought up to date by events in order.
import type { BuildRecord } from '#core/contract/build.ts';
import type { Snapshot } from '#core/contract/call.ts';
import type { CompareReport } from '#core/contract/comparison.ts';
import type { DataSet } from '#core/contract/data.ts';
import type { Event } from '#core/contract/event.ts';
import type { Job } from '#core/contract/job.ts';
import type { LoadReport } from '#core/contract/load.ts';
import type { ModelRef } from '#core/contract/model.ts';
import type { SearchResult } from '#core/contract/search.ts';
import type { Deployment } from '#core/contract/serving.ts';

/** Every list is newest first; data sets by name. */
export interface Session {
  readonly seq: number;
  /** Lathe's own version. */
  readonly lathe: string;
  readonly sample: string | null;
  readonly models: readonly ModelRef[];
  readonly data: readonly DataSet[];
  readonly jobs: readonly Job[];
  readonly builds: readonly BuildRecord[];
  readonly comparisons: readonly CompareReport[];
  readonly searches: readonly SearchResult[];
  readonly deployments: readonly Deployment[];
  /** Loads on several variants. */
  readonly loads: readonly LoadReport[];
}

export const emptySession: Session = {
  seq: -1,
  lathe: '',
  sample: null,
  models: [],
  data: [],
  jobs: [],
  builds: [],
  comparisons: [],
  searches: [],
  deployments: [],
  loads: [],
};

export function sessionFrom(snapshot: Snapshot): Session {
  return {
    ...snapshot,
    models: snapshot.models.toSorted(byOpened),
    data: snapshot.data.toSorted(byName),
    jobs: snapshot.jobs.toSorted(byCreated),
    builds: snapshot.builds.toSorted(byCreated),
    comparisons: snapshot.comparisons.toSorted(byCreated),
    searches: (snapshot.searches ?? []).toSorted(byCreated),
    deployments: (snapshot.deployments ?? []).toSorted(byCreated),
    loads: (snapshot.loads ?? []).toSorted(byCreated),
  };
}

/** The session after an event; the same object where the event is older than the snapshot or changes nothing. */
export function reduceEvent(session: Session, event: Event, seq: number): Session {
  if (seq <= session.seq) return session;
  switch (event.type) {
    case 'job':
      return { ...session, seq, jobs: put(session.jobs, event.job, byCreated) };
    case 'build':
      return { ...session, seq, builds: put(session.builds, event.build, byCreated) };
    case 'buildRemoved':
      return { ...session, seq, builds: session.builds.filter((build) => build.id !== event.id) };
    case 'comparison':
      return { ...session, seq, comparisons: put(session.comparisons, event.comparison, byCreated) };
    case 'deployment': {
      const others = session.deployments.filter(({ id }) => id !== event.deployment.id);
      const gone = event.deployment.state === 'stopped';
      return { ...session, seq, deployments: gone ? others : put(session.deployments, event.deployment, byCreated) };
    }
    case 'load':
      return { ...session, seq, loads: put(session.loads, event.load, byCreated) };
    case 'loadRemoved':
      return { ...session, seq, loads: session.loads.filter(({ id }) => id !== event.id) };
    case 'search':
      return { ...session, seq, searches: put(session.searches, event.search, byCreated) };
    case 'model':
      return { ...session, seq, models: put(session.models, event.model, byOpened) };
    case 'data':
      return { ...session, seq, data: put(session.data, event.data, byName) };
    case 'modelForgotten':
      return { ...session, seq, models: session.models.filter(({ id }) => id !== event.id) };
    case 'dataForgotten':
      return { ...session, seq, data: session.data.filter(({ id }) => id !== event.id) };
    case 'host':
    case 'hostRemoved':
    case 'log':
      return session;
  }
}

/** Replaces the item with the same id in place, or inserts it where the order wants it. */
function put<T extends { readonly id: string }>(
  items: readonly T[],
  item: T,
  order: (a: T, b: T) => number,
): readonly T[] {
  const index = items.findIndex((other) => other.id === item.id);
  const old = items[index];
  if (old === undefined) return [...items, item].toSorted(order);
  const next = items.with(index, item);
  return order(old, item) === 0 ? next : next.toSorted(order);
}

const byCreated = (a: { createdAt: number }, b: { createdAt: number }) => b.createdAt - a.createdAt;
const byOpened = (a: ModelRef, b: ModelRef) => b.openedAt - a.openedAt;
const byName = (a: DataSet, b: DataSet) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
