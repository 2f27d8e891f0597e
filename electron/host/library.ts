// What a host keeps and lends out: the store and the libraries over it, which jobs and calls work with.
import type { Broadcast } from './broadcast.ts';
import type { BuildLibrary } from './buildLibrary.ts';
import type { DataLibrary } from './dataLibrary.ts';
import type { Deployments } from './deployments.ts';
import type { Home } from './home.ts';
import type { ModelLibrary } from './modelLibrary.ts';
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
