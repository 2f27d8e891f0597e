// The words of the cards in view: asked of the worker a window at a time, and kept.
import { createStore } from 'zustand/vanilla';
import { attempt } from '#renderer/store/notices.ts';
import type { Card, Scope } from './scene.ts';
import type { GraphClient } from './workerClient.ts';

/** A new map each time cards come or go, so that views see the change. */
export const cardStore = createStore<{ readonly cards: ReadonlyMap<number, Card> }>(() => ({ cards: new Map() }));

/** More than any window shows; what was seen longest ago goes first. */
const mostCards = 6_000;

let asked = new Set<number>();

export function clearCards(): void {
  asked = new Set();
  cardStore.setState({ cards: new Map() });
}

/** Takes these cards in place of all others: the graph is drawn anew, and its items have other numbers. */
export function replaceCards(cards: readonly Card[]): void {
  asked = new Set();
  cardStore.setState({ cards: new Map(cards.map((card) => [card.item, card])) });
}

/** Brings those cards that are not here yet. A failed call becomes a notice; the next one asks again. */
export async function loadCards(client: GraphClient, scope: Scope, items: Iterable<number>): Promise<void> {
  const mine = asked;
  const { cards } = cardStore.getState();
  const missing = [...items].filter((item) => !cards.has(item) && !mine.has(item));
  if (missing.length === 0) return;
  for (const item of missing) mine.add(item);
  const fresh = await attempt(() => client.call('cards', { scope, items: Int32Array.from(missing) }));
  for (const item of missing) mine.delete(item);
  // The graph may have changed while the worker looked.
  if (fresh && mine === asked) keep(fresh);
}

/** Asks again for what is here, because the worker knows more now; the old words stay until then. */
export async function refreshCards(client: GraphClient, scope: Scope): Promise<void> {
  const mine = asked;
  const items = Int32Array.from(cardStore.getState().cards.keys());
  const fresh = await attempt(() => client.call('cards', { scope, items }));
  if (fresh && mine === asked) keep(fresh);
}

function keep(fresh: readonly Card[]): void {
  const cards = new Map(cardStore.getState().cards);
  for (const card of fresh) {
    cards.delete(card.item);
    cards.set(card.item, card);
  }
  for (const item of cards.keys()) {
    if (cards.size <= mostCards) break;
    cards.delete(item);
  }
  cardStore.setState({ cards });
}
