// Calls between machines: what another Lathe asks of this one, and which others this one knows.
import { artifactFiles, readArtifact } from '../content/artifactFiles.ts';
import type { Calls } from './calls.ts';

export const remoteCalls: Calls<
  | 'events.since'
  | 'content.missing'
  | 'content.place'
  | 'build.files'
  | 'build.readRange'
  | 'host.list'
  | 'host.add'
  | 'host.remove'
  | 'host.doctor'
> = {
  'events.since': ({ instance, seq }, { parts }) => ({
    instance: parts.broadcast.instance,
    seq: parts.broadcast.seq,
    events: instance === parts.broadcast.instance ? parts.broadcast.since(seq) : null,
  }),
  'content.missing': ({ files }, { parts }) => ({ missing: parts.content.missing(files) }),
  'content.place': async ({ files }, { parts }) => ({ path: await parts.content.place(files) }),
  'build.files': async ({ id }, { parts }) => ({ files: await artifactFiles(parts.builds.get(id)) }),
  'build.readRange': ({ id, file, offset, length }, { parts }) =>
    readArtifact(parts.builds.get(id), file, offset, length),
  'host.list': ({ connect }, { parts }) => ({ hosts: parts.remotes.list(connect) }),
  'host.add': async ({ name, way, token }, { parts }) => {
    await parts.remotes.add(name, way, token);
    return {};
  },
  'host.remove': async ({ name }, { parts }) => {
    await parts.remotes.remove(name);
    return {};
  },
  'host.doctor': ({ name }, { parts }) => parts.remotes.doctor(name),
};
