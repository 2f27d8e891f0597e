// What the host keeps: asked for, cleared of what nothing refers to, and models taken off the list.
import type { HomeReport } from '#core/contract/home.ts';
import type { ModelRef } from '#core/contract/model.ts';
import { call } from '#renderer/connection/host.ts';
import { bytes } from '#renderer/format/format.ts';
import { attempt, tell } from '#renderer/store/notices.ts';
import { openSample } from './openModel.ts';

/** @param host another one's name; undefined: this one. */
export function readHome(host?: string): Promise<HomeReport | null> {
  return attempt(() => call('home.report', { host }));
}

/** Resolves to what is kept now. */
export async function cleanHome(host?: string): Promise<HomeReport | null> {
  await attempt(async () => {
    const freed = await call('home.clean', { host });
    tell(`${bytes(freed.bytes)} were freed${host === undefined ? '' : ` on ${host}`}.`);
  });
  return readHome(host);
}

/** Its builds stay, and are there again when it is opened again. */
export async function forgetModel({ id, name }: ModelRef): Promise<void> {
  await attempt(async () => {
    await call('model.forget', { id });
    tell(`${name} is off the list; what was built from it stays.`);
    openSample();
  });
}
