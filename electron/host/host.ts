// The application without a face: a shell opens a connection to it and hands it ports; nothing else differs.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '#core/contract/connection.ts';
import type { HostFrame } from '#core/contract/frame.ts';
import { createBroadcast } from './broadcast.ts';
import { buildLibrary } from './buildLibrary.ts';
import { contentStore } from './content/contentStore.ts';
import { dataLibrary } from './dataLibrary.ts';
import { createDeployments } from './deployments.ts';
import { dispatch } from './dispatch.ts';
import { openHome } from './home.ts';
import { createInspection } from './inspection/inspection.ts';
import { createJobRunner } from './jobRunner.ts';
import type { Library } from './library.ts';
import { modelLibrary } from './modelLibrary.ts';
import { watchNeighbours } from './neighbours.ts';
import type { Parts, Ports } from './parts.ts';
import { announce } from './presence.ts';
import { failOrphans, sweepScratch } from './recover.ts';
import { hostBook, type Secrets } from './remote/hostBook.ts';
import { createRemoteHosts } from './remote/remoteHosts.ts';
import { openSample } from './sample.ts';
import { keepPruned } from './storage/pruning.ts';
import { openStore } from './store/store.ts';
import { latheVersion } from './version.ts';
import { workerEntry } from './workerChild.ts';
import { forkWorker, type StartWorker } from './workerProcess.ts';

export interface HostOptions {
  /** Lathe's home folder (see `homePath`). */
  readonly home: string;
  /** Other than the worker that comes with Lathe: for tests. */
  readonly startWorker?: StartWorker;
  /** The system's secret store, where the shell has one. */
  readonly secrets?: Secrets;
}

export interface Host {
  /** Serves one connection until it closes, or until the function returned is called. */
  open(connection: Connection, ports: Ports): () => void;
  /** Cancels what runs, waits for its end, and lets go of the home. */
  close(): Promise<void>;
}

const REMEMBERED_JOBS = 2000;

/** Throws LatheError where the home cannot be written or its store not be used. */
export async function createHost(options: HostOptions): Promise<Host> {
  const home = openHome(options.home);
  const store = openStore(home.database);
  const presence = announce(home.presence);
  const living = presence.living();
  failOrphans(store, living);
  store.jobs.prune(REMEMBERED_JOBS);
  sweepScratch(home.scratch, living);
  const scratch = join(home.scratch, presence.id);
  mkdirSync(scratch);

  const broadcast = createBroadcast();
  const data = dataLibrary(store, broadcast);
  const models = modelLibrary(store, data, broadcast);
  const builds = buildLibrary(store, home, broadcast);
  const deployments = createDeployments({ models, builds, broadcast });
  const library: Library = { home, store, broadcast, data, models, builds, deployments };
  library.builds.adopt();
  const remotes = createRemoteHosts(hostBook(home.root, options.secrets ?? null), broadcast);
  const jobs = createJobRunner(library, {
    remotes,
    owner: presence.id,
    scratch,
    startWorker: options.startWorker ?? forkWorker(workerEntry),
  });
  const inspection = createInspection();
  const parts: Parts = {
    ...library,
    jobs,
    inspection,
    content: contentStore(home.content, home.uploads),
    remotes,
    lathe: latheVersion,
    sample: await openSample(library.models),
  };

  const stopWatching = watchNeighbours(library, jobs, presence);
  const stopPruning = keepPruned(library);
  const closers = new Set<() => void>();
  return {
    open(connection, ports) {
      const close = serve(connection, parts, ports);
      closers.add(close);
      connection.onClose(() => closers.delete(close));
      return close;
    },
    async close() {
      stopWatching();
      stopPruning();
      await Promise.all([jobs.close(), deployments.close()]);
      remotes.close();
      await inspection.close();
      for (const close of closers) close();
      store.close();
      presence.leave();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

function serve(connection: Connection, parts: Parts, ports: Ports): () => void {
  let open = true;
  const post = (frame: HostFrame) => {
    if (open) connection.post(frame);
  };
  const leave = parts.broadcast.join(post);
  const stop = () => {
    open = false;
    leave();
  };
  connection.onFrame((raw) => void dispatch(raw, { parts, ports }).then(post));
  connection.onClose(stop);
  return () => {
    stop();
    connection.close();
  };
}
