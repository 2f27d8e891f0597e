// What the host keeps: asked for, cleared of what nothing refers to, and models taken off the list.
import type { HomeReport } from '#core/contract/home.ts';
import type { ModelRef } from '#core/contract/model.ts';
import { call } from '#renderer/connection/host.ts';
import { bytes } from '#renderer/format/format.ts';
import { attempt, tell } from '#renderer/store/notices.ts';
import { openSample } from './openModel.ts';

export function readHome(): Promise<HomeReport | null> {
  return attempt(() => call('home.report', {}));
}

/** Resolves to what is kept now. */
export async function cleanHome(): Promise<HomeReport | null> {
  await attempt(async () => {
    const freed = await call('home.clean', {});
    tell(`${bytes(freed.bytes)} were freed.`);
  });
  return readHome();
}

/** Its builds stay, and are there again when it is opened again. */
export async function forgetModel({ id, name }: ModelRef): Promise<void> {
  await attempt(async () => {
    await call('model.forget', { id });
    tell(`${name} is off the list; what was built from it stays.`);
    openSample();
  });
}
