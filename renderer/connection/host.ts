// The one link to the host, and what it keeps up to date: session, logs and connection state.
import type { CallInput, CallName, CallOutput } from '#core/contract/call.ts';
import type { Connection } from '#core/contract/connection.ts';
import { LatheError } from '#core/contract/failure.ts';
import { doctorStore } from '#renderer/store/doctor.ts';
import { applyHostEvent, replaceHosts } from '#renderer/store/hosts.ts';
import { linkStore } from '#renderer/store/link.ts';
import { logStore } from '#renderer/store/logs.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { createLink, type Link } from './link.ts';

let link: Link | null = null;

export function startHost(connect: () => Promise<Connection>): void {
  link?.stop();
  link = createLink(connect, {
    state: (state) => linkStore.setState({ link: state }),
    snapshot: (snapshot) => {
      sessionStore.getState().replace(snapshot);
      logStore.getState().forget();
      void loadDoctor();
      void loadHosts();
    },
    event: (event, seq) => {
      sessionStore.getState().apply(event, seq);
      applyHostEvent(event);
      if (event.type === 'log') logStore.getState().append(event.job, event.lines);
    },
  });
}

/** Throws LatheError with the host's failure, or where there is no connection. */
export function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  if (link) return link.call(name, input);
  return Promise.reject(
    new LatheError({ kind: 'use', reason: 'The workbench is not connected yet.', next: 'Wait a moment.' }),
  );
}

export function retryNow(): void {
  link?.retryNow();
}

async function loadDoctor(): Promise<void> {
  try {
    doctorStore.setState({ doctor: await call('doctor', {}) });
  } catch {
    doctorStore.setState({ doctor: null });
  }
}

/** Reaches out, so that all targets of all hosts can be chosen. */
async function loadHosts(): Promise<void> {
  try {
    replaceHosts((await call('host.list', { connect: true })).hosts);
  } catch {
    replaceHosts([]);
  }
}
