// Other hosts as this one knows them: reached or not, and what they can build and run.
import { createStore } from 'zustand/vanilla';
import type { Event } from '#core/contract/event.ts';
import type { RemoteHost } from '#core/contract/remote.ts';

export interface HostsSlice {
  /** By name. */
  readonly hosts: readonly RemoteHost[];
}

export const hostsStore = createStore<HostsSlice>(() => ({ hosts: [] }));

export function replaceHosts(hosts: readonly RemoteHost[]): void {
  hostsStore.setState({ hosts: hosts.toSorted(byName) });
}

export function applyHostEvent(event: Event): void {
  const { hosts } = hostsStore.getState();
  if (event.type === 'hostRemoved') replaceHosts(hosts.filter(({ name }) => name !== event.name));
  if (event.type === 'host') replaceHosts([...hosts.filter(({ name }) => name !== event.host.name), event.host]);
}

const byName = (a: RemoteHost, b: RemoteHost) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
