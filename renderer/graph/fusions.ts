// The fusion preview: switched on, asked of the host, and turned from node names into places in the scene.
import { createStore } from 'zustand/vanilla';
import { type Failure, toFailure } from '#core/contract/failure.ts';
import type { PreviewReport } from '#core/contract/preview.ts';
import type { PreviewForm } from '#renderer/connection/modelHandle.ts';
import { formFor } from './forms.ts';
import { type FusionItems, type GroupItems, groupsOfItems } from './fusionItems.ts';
import { graphStore } from './store.ts';

export interface FusionState {
  readonly on: boolean;
  readonly target: string;
  readonly form: PreviewForm;
  readonly busy: boolean;
  readonly failure: Failure | null;
  readonly report: PreviewReport | null;
  /** The report in items of the scene; null where nothing is shown (off, or inside a body). */
  readonly view: FusionItems | null;
  /** The kind whose groups stand out. */
  readonly kind: string | null;
  readonly group: GroupItems | null;
}

export const fusionStore = createStore<FusionState>(() => ({
  on: false,
  target: 'onnxruntime',
  form: { precision: 'fp32' },
  busy: false,
  failure: null,
  report: null,
  view: null,
  kind: null,
  group: null,
}));
const { getState, setState } = fusionStore;

export function toggleFusions(on = !getState().on): void {
  setState({ on, ...(on ? {} : { view: null, kind: null, group: null }) });
  if (on) void preview();
}

export function previewFor(target: string, asked: PreviewForm): void {
  const form = formFor(target, asked);
  setState({ target, form, report: null, view: null, group: null, kind: null });
  if (getState().on) void preview();
}

export function showKind(kind: string | null): void {
  setState({ kind });
}

export function showGroup(group: GroupItems | null): void {
  setState({ group });
}

async function preview(): Promise<void> {
  const { handle, client } = graphStore.getState();
  if (!handle || !client || graphStore.getState().status.kind !== 'ready') return;
  const { target, form } = getState();
  const isCurrent = () => {
    const now = getState();
    return now.on && now.target === target && now.form === form && graphStore.getState().client === client;
  };
  setState({ busy: true, failure: null });
  try {
    const report = await handle.preview(target, form);
    const names = [...report.groups, ...report.apart].flatMap(({ nodes }) => nodes);
    const unique = [...new Set([...names, ...report.removed.map(({ node }) => node)])];
    const items = await client.call('itemsOf', { names: unique });
    if (!isCurrent()) return;
    const itemOf = new Map(unique.map((name, place) => [name, items[place] ?? -1]));
    setState({ busy: false, report, view: groupsOfItems(report, itemOf) });
  } catch (thrown) {
    if (isCurrent()) setState({ busy: false, failure: toFailure(thrown), report: null, view: null });
  }
}

graphStore.subscribe((state, before) => {
  if (state.map === before.map) return;
  setState({ view: null, group: null, kind: null, ...(state.client === before.client ? {} : { report: null }) });
  if (state.map && state.map.scene.scope.length === 0 && getState().on) void preview();
});
