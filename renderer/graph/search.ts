// Search in the graph: what was typed, what was found, and which find the view stands at.
import { createStore } from 'zustand/vanilla';
import { attempt } from '#renderer/store/notices.ts';
import { coverLeft } from './camera.ts';
import type { SearchHit, SearchResult } from './detail.ts';
import { focusItem } from './moves.ts';
import { graphStore, select } from './store.ts';

export interface SearchState {
  readonly open: boolean;
  /** How often search was asked for: each time the field takes the focus. */
  readonly asked: number;
  readonly query: string;
  readonly result: SearchResult;
  /** The hit that the view stands at; -1 before the first. */
  readonly active: number;
}

const nothing: SearchResult = { hits: [], total: 0 };
const shown = 200;
const panelWidth = 452;

export const searchStore = createStore<SearchState>(() => ({
  open: false,
  asked: 0,
  query: '',
  result: nothing,
  active: -1,
}));
const { getState, setState } = searchStore;

export function openSearch(): void {
  setState({ open: true, asked: getState().asked + 1 });
  coverLeft('search', panelWidth);
}

export function closeSearch(): void {
  setState({ open: false });
  coverLeft('search', 0);
}

/** Of several searches under way the last one counts. */
export async function search(query: string): Promise<void> {
  setState({ query });
  const { client, map } = graphStore.getState();
  if (!client || !map || query.trim() === '') {
    setState({ result: nothing, active: -1 });
    return;
  }
  const result = await attempt(() => client.call('search', { scope: map.scene.scope, query, limit: shown }));
  if (result && getState().query === query && graphStore.getState().map === map) setState({ result, active: -1 });
}

/** Goes to a hit, and around at both ends. */
export function showHit(place: number): void {
  const { hits } = getState().result;
  if (hits.length === 0) return;
  const active = (place + hits.length) % hits.length;
  setState({ active });
  const hit = hits[active];
  if (hit) goTo(hit);
}

function goTo({ kind, item, value, port }: SearchHit): void {
  if (item >= 0) focusItem(item);
  if (kind === 'tensor') select({ kind: 'tensor', item: port < 0 ? -1 : item, port: Math.max(0, port), value });
}

graphStore.subscribe((state, before) => {
  if (state.map !== before.map) void search(getState().query);
});
