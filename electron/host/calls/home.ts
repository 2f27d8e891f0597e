// Calls on what Lathe keeps: its size, what nothing refers to, and what is to be forgotten.
import { forgetData, forgetModel } from '../storage/forget.ts';
import { measureHome } from '../storage/measureHome.ts';
import { deleteUnused } from '../storage/unused.ts';
import type { Calls } from './calls.ts';

/** What was touched in it is about to be used, perhaps by another process. */
const GRACE_MS = 15 * 60_000;

export const homeCalls: Calls<'model.forget' | 'data.forget' | 'home.report' | 'home.clean'> = {
  'model.forget'({ id, builds }, { parts }) {
    forgetModel(id, { builds }, parts);
    return {};
  },
  'data.forget'({ id }, { parts }) {
    forgetData(id, parts);
    return {};
  },
  'home.report': ({ host }, { parts }) =>
    host === undefined
      ? measureHome(parts.home, parts, Date.now() - GRACE_MS)
      : parts.remotes.link(host).call('home.report', {}),
  'home.clean': ({ host }, { parts }) =>
    host === undefined
      ? deleteUnused(parts.home, parts, Date.now() - GRACE_MS)
      : parts.remotes.link(host).call('home.clean', {}),
};
