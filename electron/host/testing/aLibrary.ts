// The library of a home as another process sees it, beside the host that runs, for tests.
import { createBroadcast } from '../broadcast.ts';
import { buildLibrary } from '../buildLibrary.ts';
import { dataLibrary } from '../dataLibrary.ts';
import { createDeployments } from '../deployments.ts';
import { openHome } from '../home.ts';
import type { Library } from '../library.ts';
import { modelLibrary } from '../modelLibrary.ts';
import { openStore } from '../store/store.ts';

export function aLibrary(root: string): { readonly library: Library; close(): void } {
  const home = openHome(root);
  const store = openStore(home.database);
  const broadcast = createBroadcast();
  const data = dataLibrary(store, broadcast);
  const models = modelLibrary(store, data, broadcast);
  const builds = buildLibrary(store, home, broadcast);
  const deployments = createDeployments({ models, builds, broadcast });
  return { library: { home, store, broadcast, data, models, builds, deployments }, close: () => store.close() };
}
