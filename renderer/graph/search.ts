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
  /** Whether the result is that of the query: it comes a moment after the letters. */
  readonly answered: boolean;
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
  answered: true,
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

/** Whether a hit was asked for before there was one: the first is shown as soon as it is here. */
let early = false;

/** Of several searches under way the last one counts. */
export async function search(query: string): Promise<void> {
  early = false;
  setState({ query, answered: false });
  const { client, map } = graphStore.getState();
  if (!client || !map || query.trim() === '') {
    setState({ result: nothing, answered: true, active: -1 });
    return;
  }
  const result = await attempt(() => client.call('search', { scope: map.scene.scope, query, limit: shown }));
  if (!result || getState().query !== query || graphStore.getState().map !== map) return;
  setState({ result, answered: true, active: -1 });
  if (early) showHit(0);
  early = false;
}

/** Goes to a hit, and around at both ends. */
export function showHit(place: number): void {
  const { answered, result } = getState();
  early = !answered;
  if (!answered) return;
  const { hits } = result;
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
