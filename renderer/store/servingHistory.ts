// The last minute of each deployment's figures, so that a line can be drawn through them.
import { createStore } from 'zustand/vanilla';
import type { Deployment, ServingMetrics } from '#core/contract/serving.ts';

export type Histories = Readonly<Record<string, readonly ServingMetrics[]>>;

/** Figures come once a second. */
const kept = 60;

export const servingHistoryStore = createStore<{ readonly histories: Histories }>(() => ({ histories: {} }));

/** What is gone is forgotten; what is new is added once. */
export function withFigures(histories: Histories, deployments: readonly Deployment[]): Histories {
  return Object.fromEntries(
    deployments.map(({ id, metrics }) => {
      const history = histories[id] ?? [];
      const isNew = metrics !== null && metrics.at !== history.at(-1)?.at;
      return [id, isNew ? [...history, metrics].slice(-kept) : history];
    }),
  );
}

export function keepFigures(deployments: readonly Deployment[]): void {
  servingHistoryStore.setState(({ histories }) => ({ histories: withFigures(histories, deployments) }));
}
