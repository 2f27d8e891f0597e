// The hosts that the user named, each with its line, which is opened when it is first needed.
import { LatheError } from '#core/contract/failure.ts';
import type { HostWay, RemoteHost } from '#core/contract/remote.ts';
import type { Doctor } from '#core/contract/target.ts';
import type { Broadcast } from '../broadcast.ts';
import type { HostBook, KnownHost } from './hostBook.ts';
import { reach } from './reach.ts';
import { createRemoteLink, type LinkState, type RemoteLink } from './remoteLink.ts';

export interface RemoteHosts {
  /** `connect` reaches out to those that are idle; events tell what becomes of it. */
  list(connect: boolean): RemoteHost[];
  /** Takes the place of a host of that name. Throws LatheError where the list cannot be written. */
  add(name: string, way: HostWay, token: string | null): Promise<void>;
  remove(name: string): Promise<void>;
  /** Throws LatheError where there is no host of that name. */
  link(name: string): RemoteLink;
  doctor(name: string): Promise<Doctor>;
  close(): void;
}

interface Line extends KnownHost {
  readonly link: RemoteLink;
  state: LinkState;
  doctor: Doctor | null;
}

export function createRemoteHosts(book: HostBook, broadcast: Broadcast): RemoteHosts {
  const lines = new Map<string, Line>();

  const shown = ({ name, way }: KnownHost): RemoteHost => {
    const line = lines.get(name);
    return { name, way: plain(way), ...(line?.state ?? { state: 'idle', why: '' }), doctor: line?.doctor ?? null };
  };
  const tell = (host: KnownHost) => broadcast.send({ type: 'host', host: shown(host) });
  const drop = (name: string) => {
    lines.get(name)?.link.close();
    lines.delete(name);
  };

  const lineTo = (name: string): Line => {
    const known = lines.get(name);
    if (known && known.state.state !== 'refused') return known;
    const host = book.list().find((one) => one.name === name);
    if (!host) throw unknownHost(name, book.list());
    drop(name);
    const link = createRemoteLink({
      name,
      reach: async () => reach(name, host.way, await book.token(name)),
      onState(state) {
        // The first state comes while the line is made.
        queueMicrotask(() => {
          const line = lines.get(name);
          if (line?.link !== link) return;
          line.state = state;
          tell(host);
          if (state.state === 'ready') void examine(line).catch(() => undefined);
        });
      },
    });
    const line: Line = { ...host, link, state: { state: 'connecting', why: '' }, doctor: null };
    lines.set(name, line);
    return line;
  };

  const examine = async (line: Line): Promise<Doctor> => {
    line.doctor = await line.link.call('doctor', {});
    tell(line);
    return line.doctor;
  };

  return {
    list(connect) {
      const hosts = book.list();
      if (connect) for (const { name } of hosts) lineTo(name);
      return hosts.map(shown);
    },
    async add(name, way, token) {
      const url = way.kind === 'url' ? new URL(way.url) : null;
      const carried = url?.searchParams.get('token') ?? null;
      await book.put({ name, way: plain(way) }, token ?? carried);
      drop(name);
      tell({ name, way });
    },
    async remove(name) {
      if (!book.list().some((one) => one.name === name)) throw unknownHost(name, book.list());
      book.remove(name);
      drop(name);
      broadcast.send({ type: 'hostRemoved', name });
    },
    link: (name) => lineTo(name).link,
    doctor: (name) => examine(lineTo(name)),
    close() {
      for (const name of [...lines.keys()]) drop(name);
    },
  };
}

/** The address alone: its token is kept apart. */
function plain(way: HostWay): HostWay {
  if (way.kind !== 'url') return way;
  const url = new URL(way.url);
  url.search = '';
  return { kind: 'url', url: url.href };
}

function unknownHost(name: string, known: readonly KnownHost[]): LatheError {
  const names = known.map((one) => one.name).join(', ');
  return new LatheError({
    kind: 'use',
    reason: `There is no host called ${name}.`,
    next:
      names === ''
        ? 'Add it under Hosts, or with lathe hosts add NAME URL --token-file FILE.'
        : `The hosts are ${names}.`,
  });
}
