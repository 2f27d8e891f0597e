// The parts that a host is made of, as calls and jobs get them.
import type { ContentStore } from './content/contentStore.ts';
import type { Inspection } from './inspection/inspection.ts';
import type { JobRunner } from './jobRunner.ts';
import type { Library } from './library.ts';
import type { RemoteHosts } from './remote/remoteHosts.ts';

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
