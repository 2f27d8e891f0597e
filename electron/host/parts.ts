// The parts that a host is made of, as calls and jobs get them.
import type { Broadcast } from './broadcast.ts';
import type { BuildLibrary } from './buildLibrary.ts';
import type { ContentStore } from './content/contentStore.ts';
import type { DataLibrary } from './dataLibrary.ts';
import type { Deployments } from './deployments.ts';
import type { Home } from './home.ts';
import type { Inspection } from './inspection/inspection.ts';
import type { JobRunner } from './jobRunner.ts';
import type { ModelLibrary } from './modelLibrary.ts';
import type { RemoteHosts } from './remote/remoteHosts.ts';
import type { Store } from './store/store.ts';

export interface Library {
  readonly home: Home;
  readonly store: Store;
  readonly broadcast: Broadcast;
  readonly models: ModelLibrary;
  readonly data: DataLibrary;
  readonly builds: BuildLibrary;
  readonly deployments: Deployments;
}

export interface Parts extends Library {
  readonly jobs: JobRunner;
  readonly inspection: Inspection;
  readonly content: ContentStore;
  readonly remotes: RemoteHosts;
  /** This Lathe's version. */
  readonly lathe: string;
  /** The bundled sample's id. */
  readonly sample: string | null;
}

/** What a shell lets its client do: the host asks before it touches a path that the client named. */
export interface Ports {
  mayOpen(path: string): boolean;
}
