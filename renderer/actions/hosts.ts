// Adding, reaching and removing other hosts.
import type { HostWay } from '#core/contract/remote.ts';
import { call } from '#renderer/connection/host.ts';
import { replaceHosts } from '#renderer/store/hosts.ts';
import { attempt, tell } from '#renderer/store/notices.ts';

export async function reachHosts(): Promise<void> {
  await attempt(async () => replaceHosts((await call('host.list', { connect: true })).hosts));
}

/** What was typed: an address, or else a command that starts the host. */
export function wayOf(text: string): HostWay {
  const typed = text.trim();
  return /^https?:\/\//i.test(typed) && URL.canParse(typed)
    ? { kind: 'url', url: typed }
    : { kind: 'command', command: typed };
}

/** Whether the host was taken into the list; where not, a notice says why. */
export async function addHost(name: string, way: string, token: string): Promise<boolean> {
  const added = await attempt(async () => {
    await call('host.add', { name: name.trim(), way: wayOf(way), token: token.trim() || null });
    return true;
  });
  if (added) await reachHosts();
  return added ?? false;
}

export async function removeHost(name: string): Promise<void> {
  await attempt(async () => {
    await call('host.remove', { name });
    tell(`The host ${name} was removed; what it built stays here.`);
  });
}
